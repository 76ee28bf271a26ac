import { beforeEach, afterEach, expect, it, vi } from 'vitest'
import { slotOf } from '#experiments/problems.ts'
import { arrived, datasets, description, headOf, labOnAPort, type Asked } from './lab-on-a-port.testing.ts'
import { LabState } from './lab.svelte.ts'
import { PartState } from './part.svelte.ts'
import { Queue } from './queue.svelte.ts'

const group = { id: 'a1', size: 3 }
const seedRun = (id: string, seed: number, more: object = {}) =>
  headOf(id, {
    group,
    request: { part: '1d', slot: 'main', params: {}, seed, engine: 'auto' },
    headlines: { '1d.w1': seed },
    ...more,
  })
const runs = [seedRun('a1', 1), seedRun('a2', 2), seedRun('a3', 6)]

async function connected(live: ReturnType<typeof headOf>[] = []) {
  const lab = labOnAPort(({ type }: Asked) => {
    if (type === 'lab.describe')
      return description(
        { groups: [{ part: '1d', slot: 'main', count: 3, newest: runs[0] ?? headOf('x') }] },
        live,
      )
    if (type === 'dataset.list') return datasets
    if (type === 'group.list' || type === 'run.startGroup') return runs
    return null
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  await state.connect()
  const slot = slotOf({ part: '1d', slot: 'main' })
  if (!slot) throw new Error('There is no part 1d.')
  return { lab, state, part: new PartState(state, slot) }
}
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw))
})
afterEach(() => vi.unstubAllGlobals())

it('the seeds of the shown run are asked for once, and what they spread over is counted', async () => {
  const { lab, part } = await connected()
  expect([part.seeds.group, part.seeds.runs.length, part.seeds.spreads]).toEqual(['a1', 0, null])
  await part.seeds.load()
  await part.seeds.load()
  expect(lab.typesAsked().filter((type) => type === 'group.list')).toHaveLength(1)
  expect(part.seeds.seedWords).toBe('1, 2, 6')
  expect(part.seeds.spreads?.get('1d.w1')).toEqual({
    n: 3,
    mean: 3,
    standardDeviation: Math.sqrt(7),
    lowest: 1,
    highest: 6,
  })
  expect(part.seeds.spreads?.has('1d.w2')).toBe(false)
})

it('a seed that was interrupted and run again counts once, by its newer run', async () => {
  const { lab, part } = await connected()
  await part.seeds.load()
  lab.tell({ type: 'run.changed', run: seedRun('a4', 2, { status: 'running' }) })
  await arrived()
  expect(part.seeds.runs.map(({ id }) => id)).toEqual(['a1', 'a4', 'a3'])
})

it('a run that is deleted leaves the group, and one that is not completed counts for nothing', async () => {
  const { lab, part } = await connected()
  await part.seeds.load()
  lab.tell({ type: 'run.deleted', run: 'a2' })
  lab.tell({ type: 'run.changed', run: seedRun('a3', 6, { status: 'failed' }) })
  await arrived()
  expect(part.seeds.runs.map(({ id }) => id)).toEqual(['a1', 'a3'])
  expect(part.seeds.spreads?.get('1d.w1')).toMatchObject({ n: 1, standardDeviation: null })
})

it('a group that is started shows its first seed', async () => {
  const { lab, part } = await connected()
  await part.startSeeds(3)
  expect(lab.asked.find(({ type }) => type === 'run.startGroup')).toMatchObject({ seeds: 3 })
  expect([part.run?.id, part.seeds.runs.length]).toEqual(['a1', 3])
})

it('the queue lists what works and then what waits by place, with the time of all where it is known', async () => {
  const waits = (id: string, place: number, part = '1d') =>
    headOf(id, {
      status: 'queued',
      place,
      stepsDone: 0,
      request: { part, slot: 'main', params: {}, seed: 1, engine: 'auto' },
    })
  const works = headOf('w', { status: 'running', stepsDone: 5, totalSteps: 10, seconds: 4 })
  const { lab, state } = await connected([waits('q2', 2), works, waits('q1', 1)])
  const queue = new Queue(state)
  expect(queue.rows.map(({ run }) => run.id)).toEqual(['w', 'q1', 'q2'])
  // Half of it took 4 s; those that wait are as the completed run of 1 s.
  expect([queue.running, queue.waiting.length, queue.secondsLeft]).toEqual([1, 2, 4 + 1 + 1])
  lab.tell({ type: 'run.changed', run: waits('q3', 3, '1e') })
  await arrived()
  expect(queue.secondsLeft).toBeNull()
  await queue.stopWaiting()
  expect(lab.asked.flatMap(({ type, run }) => (type === 'run.control' ? run : []))).toEqual([
    'q3',
    'q2',
    'q1',
  ])
})
