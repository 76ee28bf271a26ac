import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bandPixels } from './band-image.ts'
import { Random } from '#numeric/random.ts'
import { fiveClasses, makeBandImages, threeClasses } from './bands.ts'
import type { BandVersion } from './bands-parameters.ts'
import { litCounts } from './bands-lit.ts'

describe('a set of band images', () => {
  const request = { perClass: 12, classes: fiveClasses }

  it('holds each class equally often, class by class, in the order of the labels', () => {
    const { count, labels, pixels, inputs } = makeBandImages({ ...request, random: new Random(1) })
    expect(count).toBe(60)
    expect([...labels]).toEqual(fiveClasses.flatMap((_, label) => Array(12).fill(label)))
    expect(pixels).toHaveLength(60 * bandPixels)
    expect(inputs).toHaveLength(60 * bandPixels)
    expect(Math.max(...inputs)).toBeLessThanOrEqual(1)
  })

  it('is the same for the same seed, today and later, and another for another', () => {
    const hash = (seed: number, version: BandVersion): string =>
      createHash('sha256')
        .update(makeBandImages({ ...request, version, random: new Random(seed) }).pixels)
        .digest('hex')
    expect(hash(10, 'corrected')).toBe(hash(10, 'corrected'))
    expect(hash(10, 'corrected')).not.toBe(hash(11, 'corrected'))
    expect([hash(10, 'corrected').slice(0, 16), hash(10, 'spring2023').slice(0, 16)]).toMatchInlineSnapshot(`
      [
        "aa459d14f0e7b07f",
        "5a9b64ef7b860c63",
      ]
    `)
  })

  it('contains the smaller sets: fewer images, and three of five classes', () => {
    const five = makeBandImages({ ...request, random: new Random(1) })
    const three = makeBandImages({ perClass: 5, classes: threeClasses, random: new Random(1) })
    three.parameters.forEach((parameters, image) => {
      const name = threeClasses[three.labels[image] ?? 0] ?? 'none'
      expect(parameters).toEqual(five.parameters[fiveClasses.indexOf(name) * 12 + (image % 5)])
    })
  })

  it('has the pixels its parameters say', () => {
    const { parameters, pixels } = makeBandImages({ ...request, random: new Random(7) })
    parameters.forEach(({ background, bands, angle }, image) => {
      if (angle !== null) return
      for (let pixel = 0; pixel < bandPixels; pixel++) {
        const lines = { horizontal: Math.floor(pixel / 28), vertical: pixel % 28 }
        const over = bands.findLast(({ axis, start, end }) => lines[axis] >= start && lines[axis] < end)
        const expected = Math.round(255 * (over?.intensity ?? background))
        if (pixels[image * bandPixels + pixel] !== expected) expect.fail(`image ${image}, pixel ${pixel}`)
      }
    })
  })
})

describe('the map of lit pixels', () => {
  it('shows that the old generator never lights the outermost rows and columns', () => {
    const images = makeBandImages({
      random: new Random(3),
      perClass: 500,
      classes: threeClasses,
      version: 'spring2023',
    })
    const [rows, columns] = litCounts(images)
    const lit = (counts: Int32Array | undefined, isLine: (pixel: number) => boolean): number =>
      (counts ?? new Int32Array()).reduce((sum, count, pixel) => sum + (isLine(pixel) ? count : 0), 0)
    for (const line of [0, 27]) {
      expect(lit(rows, (pixel) => Math.floor(pixel / 28) === line)).toBe(0)
      expect(lit(columns, (pixel) => pixel % 28 === line)).toBe(0)
    }
    expect(lit(rows, (pixel) => Math.floor(pixel / 28) === 26)).toBeGreaterThan(0)
  })

  it('counts the images whose band covers a pixel, by class, and shows the quadrant a shifted set never lights', () => {
    const images = makeBandImages({
      random: new Random(5),
      perClass: 200,
      classes: threeClasses,
      region: 'first-half',
    })
    const [rows, columns, none] = litCounts(images)
    for (let pixel = 0; pixel < bandPixels; pixel++) {
      const row = Math.floor(pixel / 28)
      const covering = images.parameters.filter(
        ({ bands: [band] }) => band?.axis === 'horizontal' && row >= band.start && row < band.end,
      )
      expect(rows?.[pixel]).toBe(covering.length)
      if (row >= 14 && pixel % 28 >= 14) expect((rows?.[pixel] ?? 0) + (columns?.[pixel] ?? 0)).toBe(0)
    }
    expect(none?.every((count) => count === 0)).toBe(true)
    expect(columns?.slice(0, 14).every((count) => count > 0)).toBe(true)
  })

  it('follows a diagonal band', () => {
    const images = makeBandImages({ random: new Random(5), perClass: 8, classes: ['diagonal'] })
    const [counts] = litCounts(images)
    expect(counts?.some((count) => count > 0)).toBe(true)
    expect(counts?.every((count) => count < 8)).toBe(true)
  })
})
