import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convolutionGradients, convolve } from '#numeric/convolution.ts'
import { checkClose } from '#numeric/gradient-check.testing.ts'
import { Random } from '#numeric/random.ts'
import { part } from './parts/3a.ts'
import { backwardPass, checkBackwardPass, microscopeGrids, steppedKernel } from './pure/microscope.ts'

const defaults = part.slots.main.typed({})

const settings = fc
  .record({
    imageSide: fc.integer({ min: 1, max: 12 }),
    kernelSide: fc.integer({ min: 1, max: 5 }),
    loss: fc.constantFrom('given' as const, 'squared' as const),
    seed: fc.nat(),
  })
  .filter(({ imageSide, kernelSide }) => kernelSide <= imageSide)
const gridsOf = ({
  seed,
  ...given
}: {
  imageSide: number
  kernelSide: number
  loss: 'given' | 'squared'
  seed: number
}) => microscopeGrids({ ...defaults, ...given, grids: 'random' }, new Random(seed))

describe('the backward pass of one image', () => {
  it('agrees with finite differences in every cell, for any shape and either loss', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const grids = gridsOf(setting)
        expect(checkBackwardPass(grids, backwardPass(grids)).maxError).toBeLessThan(1e-8)
      }),
      { numRuns: 60 },
    )
  })

  it('agrees with the general convolution and the gradient of half the squared error', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const grids = gridsOf({ ...setting, loss: 'squared' })
        const pass = backwardPass(grids)
        const { image, kernel, given } = grids
        const images = { count: 1, channels: 1, height: image.side, width: image.side }
        const plain = { filters: 1, kernel: kernel.side, stride: 1, border: { kind: 'valid' } as const }
        const output = convolve(image.values, images, kernel.values, null, plain)
        const upstream = output.map((y, at) => y - (given.values[at] ?? NaN))
        const { weight, input } = convolutionGradients(upstream, image.values, images, kernel.values, plain)
        checkClose(pass.upstream.values, upstream, 1e-12)
        checkClose(pass.dw.values, weight, 1e-12)
        checkClose(pass.dx.values, input, 1e-12)
        expect(pass.loss).toBeCloseTo(upstream.reduce((sum, dy) => sum + dy * dy, 0) / 2, 10)
      }),
    )
  })

  it('lowers the loss by eta |dw|^2 to first order', () => {
    fc.assert(
      fc.property(settings, (setting) => {
        const grids = gridsOf(setting)
        const pass = backwardPass(grids)
        const eta = 1e-6
        const stepped = backwardPass({ ...grids, kernel: steppedKernel(grids.kernel, pass.dw, eta) })
        const square = pass.dw.values.reduce((sum, value) => sum + value ** 2, 0)
        const relative = (pass.loss - stepped.loss) / eta - square
        expect(Math.abs(relative)).toBeLessThanOrEqual(1e-2 * (1 + square))
      }),
    )
  })

  it('has the values of the typed default, worked by hand', () => {
    const grids = microscopeGrids(defaults, new Random(1))
    const pass = backwardPass(grids)
    // The first window's columns differ by 3 + 2 * 4 + 4 = 15, the second's by 3 + 2 * (4 - 1) + 3 = 12.
    expect([...pass.output.values].slice(0, 2)).toEqual([15, 12])
    // dw[1, 1]: the top left 4 x 4 pixels times dY, row by row.
    const byHand = 1 * 0 - 1 * 3 + (2 * 1 - 2 * 4) + (-1 * 0 + 1 * 4) + (-1 * 0 + 1 * 4)
    expect(pass.dw.values[0]).toBe(byHand)
  })

  it('draws from the seed what the page can draw again', () => {
    const params = { ...defaults, grids: 'random' as const }
    expect(microscopeGrids(params, new Random(5))).toEqual(microscopeGrids(params, new Random(5)))
    expect(microscopeGrids(params, new Random(5))).not.toEqual(microscopeGrids(params, new Random(6)))
  })

  it('refuses what does not fit, naming the field', () => {
    const asked = (given: object) => () => microscopeGrids({ ...defaults, ...given }, new Random(1))
    expect(asked({ imageSide: 7 })).toThrow(/^Image X \(image\) has 36 numbers, but 7 × 7 are needed/)
    expect(asked({ kernelSide: 2 })).toThrow(/^Kernel w \(kernel\) has 9 numbers, but 2 × 2 are needed/)
    expect(asked({ imageSide: 2 })).toThrow('does not fit an image of side 2')
    expect(asked({ loss: 'squared', upstream: [1] })).toThrow(/^Target T \(upstream\)/)
  })
})
