import { expect, it } from 'vitest'
import { recordingName } from './recording-name.ts'

it.each([
  [
    { demo: 'Problem 2: “Dropout” as ridge', part: '2b', seed: 7 },
    false,
    1,
    'problem-2-dropout-as-ridge-2b-seed-7',
  ],
  [{ demo: null, part: '4c-search', seed: null }, false, 3, '4c-search-3'],
  [{ demo: '../../etc/Übung', part: null, seed: null }, true, 1, 'etc-ubung-ended-early'],
  [{ demo: '..', part: '/', seed: null }, false, 1, 'recording'],
])('%o is %s %s %s', (about, isCutShort, number, name) => {
  expect(recordingName(about, isCutShort, number)).toBe(name)
})
