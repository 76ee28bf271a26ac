import { expect, it } from 'vitest'
import { samplesCsv } from './samples-csv.ts'

it('samples of tracks with other series have empty cells, and a diverged number is NaN', () => {
  const batch = { from: 0, seconds: [0.5], steps: [3] }
  const rows = samplesCsv([
    { ...batch, track: 'a', series: { loss: [null], w1: [0.1] } },
    { ...batch, track: 'b', series: { rate: [2] } },
  ])
  expect([...rows]).toEqual(['track,step,seconds,loss,w1,rate', 'a,3,0.5,NaN,0.1,', 'b,3,0.5,,,2'])
})
