import { describe, expect, it } from 'vitest'
import { TrackData } from '../../lab/track-data.ts'
import { epochAndSeconds, imageTraces } from './image-traces.ts'

describe('the curves of a network on images', () => {
  it('are drawn over epochs, also in the style of a compared run', () => {
    const data = new TrackData()
    const series = { batchLoss: [3, 2, 1] }
    data.append({ track: 'p0', from: 0, steps: [1, 2, 3], seconds: [0.5, 1, 1.5], series })
    const run = { id: 'r', track: (name: string) => (name === 'p0' ? data : null) }
    const [trace] = imageTraces(run, 'loss', { dropRate: 0.75, trainImages: 128, batchSize: 64 })
    const epochs = epochAndSeconds.find(({ id }) => id === 'epoch')
    const copy = trace && { ...trace, label: 'training, p = 0, seed 7', isBehind: true }
    // Two minibatches make an epoch.
    expect(Array.from((copy && epochs?.values(copy)) ?? []).slice(0, 3)).toEqual([0.5, 1, 1.5])
  })
})
