import { ParamsError, type Refusal } from '#contract/params.ts'
import { centralDifferences } from '#numeric/finite-differences.ts'
import type { Random } from '#numeric/random.ts'
import { listRefusal, randomGrid, typedGrid, type Grid } from './grids.ts'
import { correlate, inputGradient, weightGradient } from './square-convolution.ts'

/** What the grids of part 3a are made from. */
export interface MicroscopeParams {
  /** n and k. */
  readonly imageSide: number
  readonly kernelSide: number
  readonly grids: 'typed' | 'random'
  /** Row by row; not used for random grids. */
  readonly image: readonly number[]
  readonly kernel: readonly number[]
  /** dY where it is given, else the target T. */
  readonly upstream: readonly number[]
  readonly loss: 'given' | 'squared'
}

/** The starting point of the forward and backward pass of part 3a; `given` is dY, or the target T. */
export interface MicroscopeGrids {
  readonly image: Grid
  readonly kernel: Grid
  readonly given: Grid
  readonly loss: MicroscopeParams['loss']
}

/** What one image contributes to the kernel's gradient: sides n, k and m. */
export interface BackwardPass {
  readonly output: Grid
  /** dL/dY. */
  readonly upstream: Grid
  /** Half the squared error, or the sum of dY times Y where dY is given. */
  readonly loss: number
  readonly dw: Grid
  readonly dx: Grid
}

/** A kernel that does not fit its image, or a typed list of the wrong length; null where all fits. */
export function microscopeRefusal(params: MicroscopeParams): Refusal | null {
  const { imageSide, kernelSide, loss } = params
  const side = imageSide - kernelSide + 1
  if (side < 1)
    return {
      field: 'kernelSide',
      message: `Kernel side k (kernelSide) is ${kernelSide}, which does not fit an image of side ${imageSide}; make the image larger or the kernel smaller.`,
    }
  if (params.grids === 'random') return null
  return (
    listRefusal('image', 'Image X', params.image, imageSide) ??
    listRefusal('kernel', 'Kernel w', params.kernel, kernelSide) ??
    listRefusal('upstream', loss === 'given' ? 'Given dY' : 'Target T', params.upstream, side)
  )
}

/**
 * The grids of a run of part 3a; `random` is the run's generator (seed, no path). Throws ParamsError where
 * `microscopeRefusal` finds something wrong.
 */
export function microscopeGrids(params: MicroscopeParams, random: Random): MicroscopeGrids {
  const refusal = microscopeRefusal(params)
  if (refusal) throw new ParamsError(refusal.field, refusal.message)
  const { imageSide, kernelSide, loss } = params
  const side = imageSide - kernelSide + 1
  if (params.grids === 'random')
    return {
      image: randomGrid(imageSide, random.fork('3a.image')),
      kernel: randomGrid(kernelSide, random.fork('3a.kernel')),
      given: randomGrid(side, random.fork('3a.upstream')),
      loss,
    }
  return {
    image: typedGrid(params.image, imageSide),
    kernel: typedGrid(params.kernel, kernelSide),
    given: typedGrid(params.upstream, side),
    loss,
  }
}

function forward({ image, kernel, given, loss }: MicroscopeGrids): {
  readonly output: Grid
  readonly loss: number
} {
  const values = correlate(image.values, image.side, kernel.values, kernel.side)
  const term = (y: number, at: number): number => {
    const other = given.values[at] ?? NaN
    return loss === 'given' ? other * y : (y - other) ** 2 / 2
  }
  return {
    output: { side: given.side, values },
    loss: values.reduce((sum, y, at) => sum + term(y, at), 0),
  }
}

/** Forward and backward pass of one image through one kernel (part 3a). */
export function backwardPass(grids: MicroscopeGrids): BackwardPass {
  const { image, kernel, given } = grids
  const { output, loss } = forward(grids)
  const { side } = given
  const dy =
    grids.loss === 'given' ? given.values : output.values.map((y, at) => y - (given.values[at] ?? NaN))
  return {
    output,
    upstream: { side, values: dy },
    loss,
    dw: { side: kernel.side, values: weightGradient(image.values, image.side, dy, side) },
    dx: { side: image.side, values: inputGradient(dy, side, kernel.values, kernel.side) },
  }
}

/** The kernel after one SGD step: w - eta dw. */
export function steppedKernel(kernel: Grid, dw: Grid, learningRate: number): Grid {
  return { ...kernel, values: kernel.values.map((w, at) => w - learningRate * (dw.values[at] ?? NaN)) }
}

/** Finite differences of the loss, cell by cell. */
export interface GradientCheck {
  readonly dw: Float64Array
  readonly dx: Float64Array
  /** Largest |gradient - difference| / (1 + |difference|). */
  readonly maxError: number
}

/**
 * Central differences of the loss by every entry of w and X, which need the forward pass only. The loss is quadratic
 * at most, so the step brings no error of its own, only rounding.
 */
export function checkBackwardPass(grids: MicroscopeGrids, pass: BackwardPass): GradientCheck {
  const image = { ...grids.image, values: grids.image.values.slice() }
  const kernel = { ...grids.kernel, values: grids.kernel.values.slice() }
  const loss = (): number => forward({ ...grids, image, kernel }).loss
  const by = (grid: Grid): Float64Array => centralDifferences(loss, grid.values, undefined, 1e-3)
  const dw = by(kernel)
  const dx = by(image)
  const error = (exact: Grid, differences: Float64Array): number =>
    Math.max(
      ...exact.values.map((value, at) => {
        const difference = differences[at] ?? NaN
        return Math.abs(value - difference) / (1 + Math.abs(difference))
      }),
    )
  return { dw, dx, maxError: Math.max(error(pass.dw, dw), error(pass.dx, dx)) }
}
