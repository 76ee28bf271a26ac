import { expect, it } from 'vitest'
import { expectedDuration, formatDuration, roughDuration } from './durations.ts'
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

it.each([
  [0.2, `1${t}s`],
  [6.47, `6${t}s`],
  [43.2, `43${t}s`],
  [185, `3${t}min`],
  [4500, `75${t}min`],
  [7300, `2${t}h`],
  [9000, `2.5${t}h`],
  [43_000, `12${t}h`],
  [null, 'unknown'],
])('gives an expected %d s at most two digits: %s', (seconds, text) =>
  expect(expectedDuration(seconds)).toBe(text),
)
