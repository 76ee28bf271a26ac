import type { BackwardPass, MicroscopeGrids } from '#experiments/p3-gradients/pure/microscope.ts'
import { inputGradientTerms, weightGradientTerms } from '#experiments/p3-gradients/pure/square-convolution.ts'

/** Every grid of the microscope that is a sum of products. */
export type SumGrid = 'Y' | 'dw' | 'dX'
/** What its products are made of. */
export type FactorGrid = 'X' | 'w' | 'dY'

/** A cell of one of them, from 0. */
export interface ChosenSum {
  readonly of: SumGrid
  readonly row: number
  readonly column: number
}

/** One product: two cells by their place in the row-by-row arrays of their grids. */
export interface Product {
  readonly first: { readonly at: number; readonly value: number }
  readonly second: { readonly at: number; readonly value: number }
  readonly product: number
  /** Sum of the products up to this one. */
  readonly sum: number
}

export interface ProductSum {
  readonly factors: readonly [FactorGrid, FactorGrid]
  readonly products: readonly Product[]
}

interface Term {
  readonly first: number
  readonly second: number
}

/** The products that one cell of Y, dw or dX is the sum of, in the order in which they are added. */
export function productSum(
  { image, kernel }: Pick<MicroscopeGrids, 'image' | 'kernel'>,
  { output, upstream }: Pick<BackwardPass, 'output' | 'upstream'>,
  { of, row, column }: ChosenSum,
): ProductSum {
  const [n, k, m] = [image.side, kernel.side, output.side]
  const cell = { row, column }
  if (of === 'dw') {
    const terms = weightGradientTerms(image.values, n, upstream.values, m, cell)
    const places = terms.map(({ i, j }) => ({ first: (i + row) * n + j + column, second: i * m + j }))
    return { factors: ['X', 'dY'], products: added(places, image.values, upstream.values) }
  }
  if (of === 'dX') {
    const terms = inputGradientTerms(upstream.values, m, kernel.values, k, cell)
    const places = terms.map(({ i, j, h, l }) => ({ first: i * m + j, second: h * k + l }))
    return { factors: ['dY', 'w'], products: added(places, upstream.values, kernel.values) }
  }
  const places = Array.from(kernel.values, (_, at) => ({
    first: (row + Math.floor(at / k)) * n + column + (at % k),
    second: at,
  }))
  return { factors: ['X', 'w'], products: added(places, image.values, kernel.values) }
}

function added(terms: readonly Term[], first: Float64Array, second: Float64Array): Product[] {
  let sum = 0
  return terms.map((term) => {
    const [a, b] = [first[term.first] ?? NaN, second[term.second] ?? NaN]
    sum += a * b
    return {
      first: { at: term.first, value: a },
      second: { at: term.second, value: b },
      product: a * b,
      sum,
    }
  })
}

/**
 * The cells of `grid` that take part, each with its weight for the ring: the size of its product over the largest.
 * With `step` above 0 only the first so many products, the last of them heaviest.
 */
export function litCells(
  sum: ProductSum | null,
  grid: FactorGrid,
  step: number,
): ReadonlyMap<number, number> {
  const lit = new Map<number, number>()
  const place = sum?.factors.indexOf(grid) ?? -1
  if (!sum || place < 0) return lit
  const { products } = sum
  const shown = step > 0 ? products.slice(0, step) : products
  const largest = Math.max(...products.map(({ product }) => Math.abs(product)))
  for (const [order, { first, second, product }] of shown.entries()) {
    const share = largest > 0 ? Math.abs(product) / largest : 0
    lit.set(place === 0 ? first.at : second.at, step === 0 ? share : order === step - 1 ? 1 : 0)
  }
  return lit
}

/** The cell at this index with the heaviest ring, or none. */
export const oneCell = (at: number | null): ReadonlyMap<number, number> =>
  new Map(at === null ? [] : [[at, 1]])
