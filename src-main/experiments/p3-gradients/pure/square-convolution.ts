import { checkLength, type Values } from '#numeric/windows.ts'

/**
 * One channel, stride 1, no padding, as in part 3 of the homework: image X [n, n], kernel w [k, k], output and
 * upstream gradient dY [m, m] with m = n - k + 1, all row by row. Indices count from 0, the handout's from 1.
 */

/** Side of the output: n - k + 1. Throws RangeError where the kernel does not fit the image. */
export function outputSide(imageSide: number, kernelSide: number): number {
  if (kernelSide < 1 || kernelSide > imageSide)
    throw new RangeError(`A kernel of side ${kernelSide} does not fit an image of side ${imageSide}.`)
  return imageSide - kernelSide + 1
}

/** Cross-correlation of an image with a kernel: y[i, j] = sum over h, l of x[i + h, j + l] w[h, l]; [m, m]. */
export function correlate(
  image: Values,
  imageSide: number,
  kernel: Values,
  kernelSide: number,
): Float64Array {
  const side = outputSide(imageSide, kernelSide)
  checkLength('image', image, imageSide * imageSide)
  checkLength('kernel', kernel, kernelSide * kernelSide)
  const output = new Float64Array(side * side)
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++) {
      let sum = 0
      for (let h = 0; h < kernelSide; h++) {
        const imageRow = (i + h) * imageSide + j
        const kernelRow = h * kernelSide
        for (let l = 0; l < kernelSide; l++)
          sum += (image[imageRow + l] ?? NaN) * (kernel[kernelRow + l] ?? NaN)
      }
      output[i * side + j] = sum
    }
  return output
}

/** dw = X * dY, the image correlated with the upstream gradient as its kernel (part 3a); [k, k]. */
export const weightGradient = (
  image: Values,
  imageSide: number,
  upstream: Values,
  upstreamSide: number,
): Float64Array => correlate(image, imageSide, upstream, upstreamSide)

/** A square grid with `border` zeros on each side. */
export function zeroPadded(grid: Values, side: number, border: number): Float64Array {
  const wide = side + 2 * border
  const padded = new Float64Array(wide * wide)
  for (let row = 0; row < side; row++)
    padded.set(grid.subarray(row * side, (row + 1) * side), (row + border) * wide + border)
  return padded
}

/** A square grid turned by 180 degrees. */
export const turned = (grid: Values): Float64Array => Float64Array.from(grid).reverse()

/** dX, the full convolution: dY with k - 1 zeros around it, correlated with the kernel turned by 180 degrees; [n, n]. */
export function inputGradient(
  upstream: Values,
  upstreamSide: number,
  kernel: Values,
  kernelSide: number,
): Float64Array {
  const border = kernelSide - 1
  const padded = zeroPadded(upstream, upstreamSide, border)
  return correlate(padded, upstreamSide + 2 * border, turned(kernel), kernelSide)
}

/** A cell of a grid, counted from 0. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** One product of dw[h, l]: x[i + h, j + l] dy[i, j]. */
export interface WeightTerm {
  readonly i: number
  readonly j: number
  readonly x: number
  readonly dy: number
  readonly product: number
}

/** The m * m products whose sum is dw[h, l] for the cell (h, l), in the order of dY. */
export function weightGradientTerms(
  image: Values,
  imageSide: number,
  upstream: Values,
  upstreamSide: number,
  { row, column }: Cell,
): readonly WeightTerm[] {
  return Array.from(upstream, (dy, at) => {
    const i = Math.floor(at / upstreamSide)
    const j = at % upstreamSide
    const x = image[(i + row) * imageSide + j + column] ?? NaN
    return { i, j, x, dy, product: x * dy }
  })
}

/** One product of dX[a, b]: w[h, l] dy[i, j] with i = a - h and j = b - l. */
export interface InputTerm {
  readonly h: number
  readonly l: number
  readonly i: number
  readonly j: number
  readonly w: number
  readonly dy: number
  readonly product: number
}

/** The products (at most k * k; fewer near the border) whose sum is dX[a, b] for the cell (a, b), in the order of w. */
export function inputGradientTerms(
  upstream: Values,
  upstreamSide: number,
  kernel: Values,
  kernelSide: number,
  { row, column }: Cell,
): readonly InputTerm[] {
  return Array.from(kernel, (w, at) => {
    const h = Math.floor(at / kernelSide)
    const l = at % kernelSide
    const i = row - h
    const j = column - l
    const isInside = i >= 0 && j >= 0 && i < upstreamSide && j < upstreamSide
    const dy = isInside ? (upstream[i * upstreamSide + j] ?? NaN) : 0
    return { isInside, term: { h, l, i, j, w, dy, product: w * dy } }
  }).flatMap(({ isInside, term }) => (isInside ? [term] : []))
}

/** The k x k patch of an image whose top left pixel is (row, column). */
export function patchAt(
  image: Values,
  imageSide: number,
  kernelSide: number,
  { row, column }: Cell,
): Float64Array {
  const patch = new Float64Array(kernelSide * kernelSide)
  for (let h = 0; h < kernelSide; h++) {
    const from = (row + h) * imageSide + column
    patch.set(image.subarray(from, from + kernelSide), h * kernelSide)
  }
  return patch
}
