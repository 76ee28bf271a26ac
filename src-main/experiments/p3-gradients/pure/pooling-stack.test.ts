import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkClose, normalValues } from '#numeric/gradient-check.testing.ts'
import {
  checkPoolStack,
  replaceInput,
  poolRoutes,
  poolStack,
  poolStackGradients,
  poolTies,
  type PoolKind,
} from './pooling-stack.ts'

const stacks = fc
  .record({
    blocks: fc.integer({ min: 1, max: 4 }),
    layers: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(),
  })
  .filter(({ blocks, layers }) => blocks * 2 ** layers <= 16)
const checkOf = (kind: PoolKind, x: Float64Array, side: number, layers: number, dy: Float64Array) => {
  const levels = poolStack(kind, x, side, layers)
  return checkPoolStack(levels, gradientOf(kind, x, side, layers, dy), dy)
}
const gradientOf = (kind: PoolKind, x: Float64Array, side: number, layers: number, dy: Float64Array) =>
  poolStackGradients(poolStack(kind, x, side, layers), dy)[0] ?? new Float64Array()

describe('a stack of pools', () => {
  it('gives the hint of part 3c: the top left pixel of one window takes all, or a quarter each', () => {
    const x = Float64Array.of(9, 1, 2, 3)
    const dy = Float64Array.of(5)
    expect([...gradientOf('max', x, 2, 1, dy)]).toEqual([5, 0, 0, 0])
    expect([...gradientOf('average', x, 2, 1, dy)]).toEqual([1.25, 1.25, 1.25, 1.25])
  })

  it('leaves max 4 nonzero entries of 8 x 8 after two layers', () => {
    const dy = Float64Array.of(1, -2, 3, -4)
    const gradient = gradientOf('max', normalValues(64, 1), 8, 2, dy)
    expect([...gradient].filter((value) => value !== 0)).toHaveLength(4)
    expect([...gradient].filter((value) => value !== 0).sort()).toEqual([-2, -4, 1, 3])
  })

  it('takes max to the block maximum and spreads the average over the block, for any stack', () => {
    fc.assert(
      fc.property(stacks, ({ blocks, layers, seed }) => {
        const size = 2 ** layers
        const side = blocks * size
        const x = normalValues(side * side, seed)
        const dy = normalValues(blocks * blocks, seed + 1)
        const max = new Float64Array(side * side)
        const average = new Float64Array(side * side)
        for (const [block, gradient] of dy.entries()) {
          const pixels = Array.from({ length: size * size }, (_, at) => {
            const row = Math.floor(block / blocks) * size + Math.floor(at / size)
            return row * side + (block % blocks) * size + (at % size)
          })
          const best = pixels.reduce((a, b) => ((x[b] ?? 0) > (x[a] ?? 0) ? b : a))
          max[best] = gradient
          for (const pixel of pixels) average[pixel] = gradient / 4 ** layers
        }
        checkClose(gradientOf('max', x, side, layers, dy), max, 1e-15)
        checkClose(gradientOf('average', x, side, layers, dy), average, 1e-15)
      }),
    )
  })

  it('keeps the norm with max and halves it in every layer with averages; 4^-L of the entries are reached', () => {
    fc.assert(
      fc.property(stacks, ({ blocks, layers, seed }) => {
        const side = blocks * 2 ** layers
        const x = normalValues(side * side, seed)
        const dy = normalValues(blocks * blocks, seed + 1)
        const norm = Math.hypot(...dy)
        const max = gradientOf('max', x, side, layers, dy)
        expect(Math.hypot(...max)).toBeCloseTo(norm, 12)
        expect(max.filter((value) => value !== 0).length / max.length).toBe(4 ** -layers)
        expect(Math.hypot(...gradientOf('average', x, side, layers, dy))).toBeCloseTo(norm / 2 ** layers, 12)
      }),
    )
  })

  it('has routes that add up to the gradient of every level', () => {
    fc.assert(
      fc.property(stacks, fc.constantFrom<PoolKind>('max', 'average'), ({ blocks, layers, seed }, kind) => {
        const side = blocks * 2 ** layers
        const dy = normalValues(blocks * blocks, seed + 1)
        const levels = poolStack(kind, normalValues(side * side, seed), side, layers)
        const gradients = poolStackGradients(levels, dy)
        for (let layer = 1; layer <= layers; layer++) {
          const sum = new Float64Array(levels[layer - 1]?.values.length ?? 0)
          for (const route of poolRoutes(levels, dy))
            if (route.layer === layer) sum[route.to] = (sum[route.to] ?? NaN) + route.gradient
          checkClose(sum, gradients[layer - 1] ?? [], 1e-15)
        }
      }),
    )
  })

  it('agrees with finite differences wherever there is a derivative', () => {
    fc.assert(
      fc.property(stacks, fc.constantFrom<PoolKind>('max', 'average'), ({ blocks, layers, seed }, kind) => {
        const side = blocks * 2 ** layers
        const x = normalValues(side * side, seed)
        const check = checkOf(kind, x, side, layers, normalValues(blocks * blocks, seed + 1))
        expect(check.maxError).toBeLessThan(1e-9)
        // Normal numbers closer than the step are rare.
        expect(check.excluded.length).toBeLessThanOrEqual(4)
      }),
      { numRuns: 30 },
    )
  })

  it('follows one changed cell as pooling everything again does', () => {
    const settings = fc.record({
      side: fc.integer({ min: 2, max: 12 }),
      layers: fc.integer({ min: 1, max: 3 }),
      cell: fc.nat(143),
      by: fc.constantFrom(-3, -1, 0, 1, 3),
      seed: fc.nat(),
    })
    fc.assert(
      fc.property(
        settings,
        fc.constantFrom<PoolKind>('max', 'average'),
        ({ side, layers, cell, by, seed }, kind) => {
          fc.pre(cell < side * side && side >= 2 ** layers)
          // Whole numbers, so that there are ties.
          const x = normalValues(side * side, seed).map((value) => Math.round(2 * value))
          const levels = poolStack(kind, x, side, layers)
          const move = replaceInput(levels, cell, (x[cell] ?? NaN) + by)
          x[cell] = (x[cell] ?? NaN) + by
          const again = poolStack(kind, x, side, layers)
          const outputs = Float64Array.from(levels.at(-1)?.values ?? [])
          if (move) outputs[move.at] = move.value
          checkClose(outputs, again.at(-1)?.values ?? [], 1e-14)
          const isSame = again.every(({ winners }, layer) =>
            Array.from(winners ?? []).every((winner, at) => winner === levels[layer]?.winners?.[at]),
          )
          // Where a middle layer's last column fills no window, a winner may change that no output hears of.
          if (move) expect(move.isSame).toBe(isSame)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('leaves out a last row and column that fill no window', () => {
    const levels = poolStack('average', Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, 1)
    expect([...(levels[1]?.values ?? [])]).toEqual([3])
    expect([...(poolStackGradients(levels, Float64Array.of(4))[0] ?? [])]).toEqual([
      1, 1, 0, 1, 1, 0, 0, 0, 0,
    ])
  })

  it('refuses a grid that is too small, and a gradient of another length', () => {
    expect(() => poolStack('max', new Float64Array(9), 3, 2)).toThrow('cannot be halved 2 times; it needs 4')
    expect(() =>
      poolStackGradients(poolStack('max', new Float64Array(4), 2, 1), new Float64Array(4)),
    ).toThrow('must have 1 values, not 4')
  })
})

describe('ties', () => {
  // The top right window holds 5 twice; the winners 7, 5, 7, 3 tie in the second layer.
  const x = Float64Array.of(7, 1, 5, 0, 2, 3, 0, 5, 1, 2, 3, 1, 7, 0, 1, 2)

  it('go to the first in row-major order and are named with all who share the maximum', () => {
    const levels = poolStack('max', x, 4, 2)
    expect([...(levels[1]?.winners ?? [])]).toEqual([0, 2, 12, 10])
    expect(poolTies(levels)).toEqual([
      { layer: 1, at: 1, equal: [2, 7] },
      { layer: 2, at: 0, equal: [0, 2] },
    ])
    expect([...gradientOf('max', x, 4, 2, Float64Array.of(1))].indexOf(1)).toBe(0)
    expect(poolTies(poolStack('average', x, 4, 2))).toEqual([])
  })

  it('are left out of the finite differences where they win on to an output that counts, and nowhere else', () => {
    expect(checkOf('max', x, 4, 1, Float64Array.of(1, 2, 3, 4)).excluded).toEqual([2, 7])
    // The fives tie in their window and lose to the sevens above it: their derivative is 0, and is checked.
    const deep = checkOf('max', x, 4, 2, Float64Array.of(1))
    expect(deep.excluded).toEqual([0, 12])
    expect([deep.differences[2], deep.differences[7], deep.maxError]).toEqual([0, 0, 0])
    expect(checkOf('max', x, 4, 1, Float64Array.of(1, 0, 3, 4)).excluded).toEqual([])
    const average = checkOf('average', x, 4, 2, Float64Array.of(1))
    expect(average.excluded).toEqual([])
    expect([...average.differences].every((value) => Math.abs(value - 1 / 16) < 1e-9)).toBe(true)
  })

  it('are left out exactly where the slopes to both sides differ', () => {
    const settings = fc.record({
      side: fc.integer({ min: 2, max: 9 }),
      layers: fc.integer({ min: 1, max: 3 }),
      seed: fc.nat(),
    })
    fc.assert(
      fc.property(settings, ({ side, layers, seed }) => {
        fc.pre(side >= 2 ** layers)
        const values = normalValues(side * side, seed).map((value) => Math.round(2 * value))
        const outputs = poolStack('max', values, side, layers).at(-1)?.values ?? new Float64Array()
        const weights = normalValues(outputs.length, seed + 1)
        const sumAt = (cell: number, by: number): number => {
          const moved = values.with(cell, (values[cell] ?? NaN) + by)
          const again = poolStack('max', moved, side, layers).at(-1)?.values ?? []
          return weights.reduce(
            (sum, weight, at) => sum + weight * ((again[at] ?? NaN) - (outputs[at] ?? NaN)),
            0,
          )
        }
        const kinks = [...values.keys()].filter(
          (cell) => Math.abs(sumAt(cell, 0.5) + sumAt(cell, -0.5)) > 1e-9,
        )
        expect(checkOf('max', values, side, layers, weights).excluded).toEqual(kinks)
      }),
      { numRuns: 100 },
    )
  })
})
