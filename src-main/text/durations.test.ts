import { expect, it } from 'vitest'
import { formatDuration, roughDuration } from './durations.ts'
import { thinSpace as t } from './numbers.ts'

it('writes durations', () => {
  expect([0.4211, 12.4, 59.7, 185, 3725].map((seconds) => formatDuration(seconds))).toEqual([
    `0.42${t}s`,
    `12${t}s`,
    `1${t}min 00${t}s`,
    `3${t}min 05${t}s`,
    `1${t}h 02${t}min`,
  ])
})

it.each([
  [4, 'a few seconds'],
  [44, 'about 40 seconds'],
  [200, 'about 3 minutes'],
  [9000, 'about 3 hours'],
])('calls an expected %d s "%s"', (seconds, text) => expect(roughDuration(seconds)).toBe(text))
