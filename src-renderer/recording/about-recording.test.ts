import { expect, it } from 'vitest'
import { aboutNothing, aboutWith, type Shown } from './about-recording.ts'

const after = (...shown: readonly Shown[]) => shown.reduce(aboutWith, aboutNothing)

it('a recording is named after its first demo, the first part of that, and the seed it ran with', () => {
  const shown: Shown[] = [
    { demo: null, part: '1a', seed: 5 },
    { demo: 'Look', part: null, seed: null },
    { demo: 'Look', part: '1e', seed: 182 },
    { demo: 'Look', part: '1e', seed: 183 },
    { demo: 'Look', part: '2b', seed: 9 },
    { demo: null, part: '3a', seed: 9 },
    { demo: 'Other', part: '4a', seed: 9 },
  ]
  expect(after(...shown)).toEqual({ demo: 'Look', part: '1e', seed: 183 })
  expect(after(...shown.slice(0, 2))).toEqual({ demo: 'Look', part: null, seed: null })
  expect(after({ demo: null, part: null, seed: null }, ...shown.slice(0, 1))).toEqual(shown[0])
})
