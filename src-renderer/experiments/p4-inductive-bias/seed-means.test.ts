import { describe, expect, it } from 'vitest'
import { meanTrace, seedMeans, type EpochColumns } from './seed-means.ts'

const track = (values: number[]): EpochColumns => ({
  length: values.length,
  // The columns of a run are longer than what counts of them.
  steps: [...values.map((_, index) => index + 1), 0, 0],
  series: (id) => (id === 'accuracy' ? [...values, 0, 0] : null),
})

describe('means over the seeds', () => {
  it('are taken over the seeds that have reached an epoch', () => {
    const means = seedMeans([track([40, 60, 80]), track([50, 70]), null], 'accuracy')
    expect(means).toEqual({
      epochs: [1, 2, 3],
      mean: [45, 65, 80],
      low: [40, 60, 80],
      high: [50, 70, 80],
      counts: [2, 2, 1],
    })
  })

  it('are absent before the first sample and for a series that is not logged', () => {
    expect(seedMeans([null, track([])], 'accuracy')).toBeNull()
    expect(seedMeans([track([1])], 'loss')).toBeNull()
  })

  it('say so where a training diverged', () => {
    expect(seedMeans([track([1, Number.NaN]), track([1, 1])], 'accuracy')?.mean[1]).toBeNaN()
  })

  it('leave out what stands for nothing', () => {
    const shown = (value: number) => (value === 0 ? null : value)
    const means = seedMeans([track([0, 60]), track([0, 0])], 'accuracy', shown)
    expect(means).toMatchObject({ mean: [Number.NaN, 60], low: [Number.NaN, 60], counts: [0, 1] })
  })

  it('have a band where there is more than one seed, and a version that rises with every sample', () => {
    const style = { label: 'CNN', color: 'cnn' } as const
    const one = seedMeans([track([40, 60])], 'accuracy')
    const two = seedMeans([track([40, 60]), track([50])], 'accuracy')
    if (!one || !two) throw new Error('no means')
    expect(meanTrace('a', null, style)).toMatchObject({ length: 0, label: 'CNN' })
    expect(meanTrace('a', one, style).range).toBeUndefined()
    expect(meanTrace('a', two, style).range?.high).toEqual([50, 60])
    expect(meanTrace('a', two, style).version).toBeGreaterThan(meanTrace('a', one, style).version)
  })
})
