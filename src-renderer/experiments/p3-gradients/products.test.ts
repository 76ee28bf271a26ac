import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backwardPass, type MicroscopeGrids } from '#experiments/p3-gradients/pure/microscope.ts'
import { Random } from '#numeric/random.ts'
import { litCells, oneCell, productSum, type SumGrid } from './products.ts'

function gridsOf(n: number, k: number, seed: number): MicroscopeGrids {
  const random = new Random(seed)
  const grid = (side: number) => ({
    side,
    values: Float64Array.from({ length: side * side }, () => random.normal()),
  })
  return { image: grid(n), kernel: grid(k), given: grid(n - k + 1), loss: 'squared' }
}
const sizes = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5 }), fc.nat())
  .filter(([n, k]) => k <= n)

it('lists products whose sum is the entry, for every cell of Y, dw and dX', () => {
  fc.assert(
    fc.property(sizes, ([n, k, seed]) => {
      const grids = gridsOf(n, k, seed)
      const pass = backwardPass(grids)
      for (const [of, grid] of [
        ['Y', pass.output],
        ['dw', pass.dw],
        ['dX', pass.dx],
      ] as const satisfies readonly (readonly [SumGrid, unknown])[])
        for (const [at, value] of grid.values.entries()) {
          const cell = { of, row: Math.floor(at / grid.side), column: at % grid.side }
          const { products } = productSum(grids, pass, cell)
          expect(products.at(-1)?.sum ?? 0).toBeCloseTo(value, 9)
          for (const { first, second, product } of products)
            expect(product).toBeCloseTo(first.value * second.value, 12)
        }
    }),
    { numRuns: 40 },
  )
})

const grids = {
  ...gridsOf(3, 2, 1),
  image: { side: 3, values: Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]) },
  given: { side: 2, values: Float64Array.from([1, 0, 0, -2]) },
  loss: 'given' as const,
}
const sum = productSum(grids, backwardPass(grids), { of: 'dw', row: 0, column: 1 })

it('rings the window of X and all of dY, by the size of their products', () => {
  // dw[1, 2] = 2 * 1 + 3 * 0 + 5 * 0 + 6 * (-2)
  expect(sum.products.map(({ product }) => product + 0)).toEqual([2, 0, 0, -12])
  expect([...litCells(sum, 'X', 0)]).toEqual([
    [1, 2 / 12],
    [2, 0],
    [4, 0],
    [5, 1],
  ])
  expect([...litCells(sum, 'dY', 0).keys()]).toEqual([0, 1, 2, 3])
  expect(litCells(sum, 'w', 0).size).toBe(0)
  expect(litCells(null, 'X', 0).size).toBe(0)
})
it('rings the products so far while stepping, the last of them heaviest', () => {
  expect([...litCells(sum, 'X', 2)]).toEqual([
    [1, 0],
    [2, 1],
  ])
  expect([...oneCell(4)]).toEqual([[4, 1]])
  expect(oneCell(null).size).toBe(0)
})
