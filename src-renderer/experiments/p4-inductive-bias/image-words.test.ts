import { expect, it } from 'vitest'
import { parameterWords } from './image-words.ts'

const band = { axis: 'horizontal', start: 3, end: 5, width: 2, intensity: 0.5 } as const

it('says what an image was made from', () => {
  expect(parameterWords({ background: 0.125, bands: [band], angle: null })).toBe(
    'background 0.125; horizontal band on rows 3 to 4, intensity 0.500',
  )
  expect(parameterWords({ background: 0, bands: [], angle: null })).toBe('background 0; no band')
  const crossing = {
    background: 0.1,
    bands: [band, { ...band, axis: 'vertical' as const, end: 4 }],
    angle: 30,
  }
  expect(parameterWords(crossing)).toBe(
    'background 0.100; horizontal band on rows 3 to 4, intensity 0.500; vertical band on column 3, intensity 0.500; turned by 30°',
  )
})

it('names an empty band of the old generator as one', () => {
  const empty = { background: 0.1, bands: [{ ...band, start: 27, end: 27 }], angle: null }
  expect(parameterWords(empty)).toContain('an empty horizontal band (start 27, nothing lit)')
})
