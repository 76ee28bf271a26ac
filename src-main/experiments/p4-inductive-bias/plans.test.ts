import { describe, expect, it } from 'vitest'
import { slotByKey } from '../collect-run.testing.ts'
import { jobInput, jobsOf } from './job.ts'
import * as overfit from './parts/4a.ts'
import * as moreImages from './parts/4b.ts'
import * as procedure from './parts/4c.ts'
import * as shift from './parts/4d.ts'
import * as permutation from './parts/4e.ts'
import * as pooling from './parts/4f.ts'
import { seedOf, type SweepPlan } from './pure/cells.ts'

type Given = Record<string, unknown>
const plans: Readonly<Record<string, (given?: Given) => SweepPlan>> = {
  '4a': (given = {}) => overfit.plan(overfit.part.slots.main.typed(given)),
  '4b': (given = {}) => moreImages.plan(moreImages.part.slots.main.typed(given)),
  '4c': (given = {}) => procedure.plan(procedure.part.slots.main.typed(given)),
  '4c-search': (given = {}) => procedure.searchPlan(procedure.part.slots.search.typed(given)),
  '4d': (given = {}) => shift.plan(shift.part.slots.main.typed(given)),
  '4e': (given = {}) => permutation.plan(permutation.part.slots.main.typed(given)),
  '4e-kernels': (given = {}) => permutation.kernelsPlan(permutation.part.slots.kernels.typed(given)),
  '4f': (given = {}) => pooling.plan(pooling.part.slots.main.typed(given)),
}
const keys = Object.keys(plans)
function planOf(key: string, given?: Given): SweepPlan {
  const plan = plans[key]
  if (!plan) throw new Error(`no plan ${key}`)
  return plan(given)
}

describe('the networks of a run', () => {
  it.each([
    ['4a', 2, 2 * 500],
    ['4b', 15, 15 * 30],
    ['4c', 12, 12 * 150],
    ['4c-search', 24 + 8, (24 + 8) * 120],
    ['4d', 8, 8 * 300],
    ['4e', 8, 8 * 300],
    ['4e-kernels', 2 * 7, 2 * 7 * 300],
    ['4f', 12, 12 * 200],
  ])('%s: %i networks, %i epochs in all', (key, count, epochs) => {
    expect(planOf(key).cells).toHaveLength(count)
    const asked = slotByKey(key).ask({})
    expect(asked.tracks).toHaveLength(count)
    expect(asked.totalSteps).toBe(epochs)
  })

  it('are the homework’s: SGD with rate 0.01 and momentum 0.9, kernel 7, batches of 10, in 4a of 32', () => {
    for (const key of ['4a', '4b', '4c', '4d', '4e', '4f'])
      for (const cell of planOf(key).cells)
        expect(cell).toMatchObject({
          ...{ learningRate: 0.01, momentum: 0.9, kernel: 7, seedIndex: 0 },
          batchSize: key === '4a' ? 32 : 10,
        })
  })

  it('log tracks of their own, each in one job, the longest first', () => {
    for (const key of keys) {
      const plan = planOf(key, { seeds: 3 })
      const jobs = jobsOf(plan, 9)
      expect(new Set(plan.cells.map(({ track }) => track)).size).toBe(plan.cells.length)
      expect(new Set(jobs.map((job) => job.key))).toEqual(new Set(plan.cells.map(({ track }) => track)))
      expect(plan.cells.every(({ track }) => track.length <= 64)).toBe(true)
    }
    expect(jobsOf(planOf('4b'), 1)[0]?.key).toBe('cnn.n100.s1')
    expect(jobsOf(planOf('4e-kernels'), 1)[0]?.key).toBe('cnn.k15.s1')
  })

  it('reach their jobs as they were planned, through JSON, and nothing else does', () => {
    for (const key of keys) {
      const plan = planOf(key)
      for (const { input } of jobsOf(plan, 182)) {
        const parsed = jobInput(JSON.parse(JSON.stringify(input)))
        expect(parsed).toEqual(input)
        expect(plan.cells).toContainEqual(parsed.cell)
        expect(parsed.source).toEqual({ ...plan.data, seed: seedOf(182, parsed.cell.seedIndex) })
      }
    }
    const [job] = jobsOf(planOf('4b'), 1)
    const { cell, ...others } = jobInput(job?.input)
    expect(() => jobInput({ ...others, cell: { ...cell, network: 'resnet' } })).toThrow('network')
    expect(() => jobInput({ cell })).toThrow('source')
  })

  it('take the seeds after the run’s own, and round and merge what a list repeats', () => {
    const jobs = jobsOf(planOf('4b', { seeds: 2, perClass: [20.4, 20, 10] }), 182)
    expect(new Set(jobs.map(({ input }) => jobInput(input).source.seed))).toEqual(new Set([182, 183]))
    expect(jobs).toHaveLength(2 * 2 * 3)
    expect(seedOf(4294967295, 1)).toBe(0)
  })

  it('have rows after the homework’s epochs in 4c, after parts of the training in the search', () => {
    const checkpoints = (key: string, epochs: number) => planOf(key, { epochs }).checkpoints
    expect(checkpoints('4c', 150)).toEqual([30, 60, 100, 150])
    expect(checkpoints('4c', 20)).toEqual([20])
    expect(checkpoints('4c-search', 120)).toEqual([30, 60, 120])
    expect(checkpoints('4c-search', 1)).toEqual([1])
    expect(checkpoints('4d', 300)).toEqual([300])
  })

  it('search both networks, the MLP without kernels', () => {
    const tracks = planOf('4c-search', {
      ...{ searchRates: [0.01], searchMomenta: [0.9], searchBatches: [5, 10], searchKernels: [3, 7] },
    }).cells.map(({ track }) => track)
    expect(tracks).toEqual([
      ...['cnn.lr0.01.m0.9.b5.k3.s1', 'cnn.lr0.01.m0.9.b5.k7.s1', 'mlp.lr0.01.m0.9.b5.s1'],
      ...['cnn.lr0.01.m0.9.b10.k3.s1', 'cnn.lr0.01.m0.9.b10.k7.s1', 'mlp.lr0.01.m0.9.b10.s1'],
    ])
  })

  it('see the same images in every part that asks for the same', () => {
    for (const key of ['4c', '4c-search']) expect(planOf(key).data).toEqual(planOf('4b').data)
    expect(planOf('4e-kernels').data).toEqual(planOf('4e').data)
  })

  it('see the images of their part: shifted in 4d, permuted in 4e, five classes in 4f, none validated in 4a', () => {
    const kinds = Object.fromEntries(
      keys.map((key) => {
        const { data, isTested } = planOf(key)
        return [key, [data.classes.length, data.validationImages, data.isShifted, data.isPermuted, isTested]]
      }),
    )
    expect(kinds).toEqual({
      '4a': [3, 0, false, false, false],
      '4b': [3, 50, false, false, false],
      '4c': [3, 50, false, false, false],
      '4c-search': [3, 50, false, false, true],
      '4d': [3, 50, true, false, false],
      '4e': [3, 50, false, true, false],
      '4e-kernels': [3, 50, false, true, false],
      '4f': [5, 50, false, false, false],
    })
  })
})
