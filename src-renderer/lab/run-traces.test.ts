import { describe, expect, it } from 'vitest'
import { seriesTrace, stepAndSeconds } from './run-traces.ts'
import { TrackData } from './track-data.ts'

describe('a trace over seconds', () => {
  it('keeps its seconds when it is drawn in another style, as that of a compared run is', () => {
    const data = new TrackData()
    data.append({
      track: 'main',
      from: 0,
      steps: [0, 1, 2],
      seconds: [0.5, 1, 1.5],
      series: { loss: [3, 2, 1] },
    })
    const trace = seriesTrace({ id: 'r', track: () => data }, 'main', 'loss', { label: 'loss', color: '1' })
    const seconds = stepAndSeconds.find(({ id }) => id === 'seconds')
    const copy = trace && { ...trace, label: 'loss, seed 7', isBehind: true }
    expect(Array.from((copy && seconds?.values(copy)) ?? []).slice(0, 3)).toEqual([0.5, 1, 1.5])
  })
})
