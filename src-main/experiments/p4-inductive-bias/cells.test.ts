import { describe, expect, it } from 'vitest'
import { findPreset, parseParams } from '#contract/params.ts'
import { cellsOf, seedOf, totalSteps } from './cells.ts'
import { definition, presetIds } from './definition.ts'
import { checkpointEpochs, jobsOf } from './job.ts'

const paramsOf = (preset: string, given: Record<string, unknown> = {}) =>
  parseParams(definition, findPreset(definition, preset), given)

describe('the networks of a run', () => {
  it.each([
    ['4a', 2, 2 * 500],
    ['4b', 15, 15 * 30],
    ['4c', 12, 12 * 150],
    ['4c-search', 24, 24 * 120],
    ['4d', 8, 8 * 300],
    ['4e', 8, 8 * 300],
    ['4e-kernels', 2 * 9, 2 * 9 * 300],
    ['4f', 12, 12 * 200],
  ])('%s: %i networks, %i epochs in all', (preset, count, epochs) => {
    const params = paramsOf(preset)
    expect(cellsOf(preset, params)).toHaveLength(count)
    expect(totalSteps(params, preset)).toBe(epochs)
  })

  it('are the homework’s: SGD with rate 0.01 and momentum 0.9, kernel 7, batches of 10, in 4a of 32', () => {
    for (const preset of ['4a', '4b', '4c', '4d', '4e', '4f'])
      for (const cell of cellsOf(preset, paramsOf(preset)))
        expect(cell).toMatchObject({
          ...{ learningRate: 0.01, momentum: 0.9, kernel: 7, seedIndex: 0 },
          batchSize: preset === '4a' ? 32 : 10,
        })
  })

  it('log tracks of their own, each in one job, the longest first', () => {
    for (const preset of presetIds) {
      const params = paramsOf(preset, { seeds: 3 })
      const cells = cellsOf(preset, params)
      const jobs = jobsOf(preset, params, 9)
      expect(new Set(cells.map(({ track }) => track)).size).toBe(cells.length)
      expect(new Set(jobs.map(({ key }) => key))).toEqual(new Set(cells.map(({ track }) => track)))
      expect(cells.every(({ track }) => track.length <= 64)).toBe(true)
    }
    expect(jobsOf('4b', paramsOf('4b'), 1)[0]?.key).toBe('cnn.n100.s1')
    expect(jobsOf('4e-kernels', paramsOf('4e-kernels'), 1)[0]?.key).toBe('cnn.k27.s1')
  })

  it('take the seeds after the run’s own, and round and merge what a list repeats', () => {
    const jobs = jobsOf('4b', paramsOf('4b', { seeds: 2, perClass: [20.4, 20, 10] }), 182)
    const seeds = jobs.map(({ input }) => (input as { source: { seed: number } }).source.seed)
    expect(new Set(seeds)).toEqual(new Set([182, 183]))
    expect(jobs).toHaveLength(2 * 2 * 3)
    expect(seedOf(4294967295, 1)).toBe(0)
  })

  it('have rows after the homework’s epochs in 4c, after parts of the training in the search', () => {
    expect(checkpointEpochs('4c', 150)).toEqual([30, 60, 100, 150])
    expect(checkpointEpochs('4c', 20)).toEqual([20])
    expect(checkpointEpochs('4c-search', 120)).toEqual([30, 60, 120])
    expect(checkpointEpochs('4c-search', 1)).toEqual([1])
    expect(checkpointEpochs('4d', 300)).toEqual([300])
  })
})
