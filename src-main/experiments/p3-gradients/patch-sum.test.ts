import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convolutionGradients, convolve } from '#numeric/convolution.ts'
import { checkClose, normalValues } from '#numeric/gradient-check.testing.ts'
import { collectRun } from '../collect-run.testing.ts'
import { edgeFilter } from './edge-filters.ts'
import { PatchTraining } from './patch-sum.ts'

const trainings = fc.record({
  side: fc.integer({ min: 1, max: 5 }),
  imageSide: fc.integer({ min: 5, max: 9 }),
  images: fc.integer({ min: 1, max: 8 }),
  rate: fc.double({ min: 0.001, max: 0.05, noNaN: true }),
  seed: fc.nat(),
})

describe('the training on many images', () => {
  it('is SGD on half the mean squared error, and its kernel is start plus weighted sum of patches', () => {
    fc.assert(
      fc.property(trainings, ({ side, imageSide, images, rate, seed }) => {
        const start = normalValues(side * side, seed)
        const filter = edgeFilter('vertical', side)
        const training = new PatchTraining(start, side, filter, rate)
        // The same by the general convolution, whose gradient knows nothing of patches.
        const kernel = start.slice()
        const batch = { count: 1, channels: 1, height: imageSide, width: imageSide }
        const plain = { filters: 1, kernel: side, stride: 1, border: { kind: 'valid' } as const }
        for (let image = 0; image < images; image++) {
          const x = normalValues(imageSide ** 2, seed + 1 + image)
          const target = convolve(x, batch, filter, null, plain)
          const upstream = convolve(x, batch, kernel, null, plain)
          for (const [at, value] of target.entries())
            upstream[at] = ((upstream[at] ?? NaN) - value) / target.length
          const loss = (upstream.reduce((sum, dy) => sum + dy * dy, 0) * target.length) / 2
          expect(Math.abs(training.step(x, imageSide) - loss)).toBeLessThanOrEqual(1e-12 * (1 + loss))
          const { weight } = convolutionGradients(upstream, x, batch, kernel, plain)
          weight.forEach((slope, at) => (kernel[at] = (kernel[at] ?? NaN) - rate * slope))
        }
        checkClose(training.kernel, kernel, 1e-12)
        checkClose(
          training.patchSum.map((value, at) => value + (start[at] ?? NaN)),
          kernel,
          1e-12,
        )
        expect(training.gap()).toBeLessThan(1e-12)
        const weights = training.heaviest.map(({ weight }) => Math.abs(weight))
        expect(weights).toEqual([...weights].sort((a, b) => b - a))
        expect(new Set(training.heaviest.map(({ image }) => image)).size).toBe(weights.length)
      }),
      { numRuns: 40 },
    )
  })

  it('keeps the patch that made the largest single change', () => {
    const image = new Float64Array(9)
    image[4] = 1
    const training = new PatchTraining(Float64Array.of(0), 1, Float64Array.of(2), 0.9)
    training.step(image, 3)
    // y = 0 and target 2 in the middle: dy = -2 / 9, weight 0.9 * 2 / 9.
    const [patch] = training.heaviest
    expect({ ...patch, weight: 0, patch: [...(patch?.patch ?? [])] }).toEqual({
      image: 0,
      row: 1,
      column: 1,
      weight: 0,
      patch: [1],
    })
    expect(patch?.weight).toBeCloseTo(0.2, 14)
  })

  it('finds every filter on real images', async () => {
    for (const filter of ['vertical', 'horizontal', 'blur']) {
      const run = await collectRun('3a', { filter })
      expect(Number(run.values.get('3a.distance')?.value)).toBeLessThan(0.15)
      expect(Number(run.values.get('3a.gap')?.value)).toBeLessThan(1e-12)
      expect(Number(run.values.get('3a.gap')?.value)).toBeGreaterThan(0)
      expect(run.samples.at(-1)?.values['loss']).toBeLessThan(1e-2 * (run.samples[0]?.values['loss'] ?? 0))
    }
  })

  it('says that it diverged, and at which image', async () => {
    const run = await collectRun('3a', { imagesRate: 100 })
    const reason = run.values.get('3a.gap')
    expect(reason).toMatchObject({ value: null })
    expect(JSON.stringify(reason)).toMatch(/diverged at image \d+; lower its learning rate of 100\./)
    expect(run.values.get('3a.dw')?.value).not.toBeNull()
  })
})

describe('edgeFilter', () => {
  it('is Sobel at side 3, of norm 1', () => {
    const scale = Math.sqrt(12)
    checkClose(
      edgeFilter('vertical', 3),
      [-1, 0, 1, -2, 0, 2, -1, 0, 1].map((v) => v / scale),
      1e-15,
    )
    checkClose(
      edgeFilter('horizontal', 3),
      [-1, -2, -1, 0, 0, 0, 1, 2, 1].map((v) => v / scale),
      1e-15,
    )
    checkClose(edgeFilter('blur', 2), [0.5, 0.5, 0.5, 0.5], 1e-15)
    checkClose(edgeFilter('vertical', 2), [-0.5, 0.5, -0.5, 0.5], 1e-15)
  })

  it('sees no edge in an even ground, at any side but 1', () => {
    for (const side of [2, 3, 4, 5])
      for (const name of ['vertical', 'horizontal'] as const) {
        expect(edgeFilter(name, side).reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 14)
        expect(Math.hypot(...edgeFilter(name, side))).toBeCloseTo(1, 14)
      }
    expect([...edgeFilter('horizontal', 1)]).toEqual([1])
  })
})
