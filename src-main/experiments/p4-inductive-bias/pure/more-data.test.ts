import { describe, expect, it } from 'vitest'
import { imagesNeeded } from './more-data.ts'

const curve = [
  { perClass: 100, accuracy: 90 },
  { perClass: 10, accuracy: 50 },
  { perClass: 1000, accuracy: 98 },
]

describe('imagesNeeded', () => {
  it('interpolates in the logarithm of the number of images', () => {
    expect(imagesNeeded(curve, 70)).toMatchObject({ note: 'between 10 and 100' })
    expect(imagesNeeded(curve, 70).perClass).toBeCloseTo(10 ** 1.5, 9)
    expect(imagesNeeded(curve, 94).perClass).toBeCloseTo(10 ** 2.5, 9)
    expect(imagesNeeded(curve, 90).perClass).toBeCloseTo(100, 9)
  })

  it('gives bounds, and no number, outside what was measured', () => {
    expect(imagesNeeded(curve, 99)).toEqual({ perClass: null, note: 'more than 1000', upTo: null })
    expect(imagesNeeded(curve, 40)).toEqual({ perClass: null, note: 'at most 10', upTo: 10 })
    expect(imagesNeeded(curve, 50)).toEqual({ perClass: 10, note: 'measured', upTo: 10 })
    expect(imagesNeeded([], 50)).toEqual({ perClass: null, note: 'not measured', upTo: null })
  })

  it('takes the first crossing where the curve is not monotone', () => {
    const bumpy = [
      { perClass: 10, accuracy: 60 },
      { perClass: 20, accuracy: 80 },
      { perClass: 40, accuracy: 70 },
      { perClass: 80, accuracy: 90 },
    ]
    expect(imagesNeeded(bumpy, 75).note).toBe('between 10 and 20')
    expect(imagesNeeded(bumpy, 85).note).toBe('between 40 and 80')
  })
})
