import { correlate, outputSide, patchAt, weightGradient } from './pure/square-convolution.ts'

/** A patch of a training image and the weight with which it entered the kernel. */
export interface WeightedPatch {
  /** Which image of the training, from 0. */
  readonly image: number
  readonly row: number
  readonly column: number
  /** -eta dy at that place. */
  readonly weight: number
  /** [k, k], as the training saw it (less the image's mean). */
  readonly patch: Float64Array
}

/** Patches kept to be looked at. */
const kept = 12

/**
 * A kernel under SGD on one image a step (part 3a), and beside it the weighted sum of patches that it must equal by the
 * derivation: w_T = w_0 - eta sum over t, i, j of dy_ij times the patch at (i, j) of image t. The kernel moves by
 * `weightGradient`; the sum is added up patch by patch, and neither uses the other.
 */
export class PatchTraining {
  readonly start: Float64Array
  readonly kernel: Float64Array
  /** Sum of -eta dy times patch. */
  readonly patchSum: Float64Array
  /** The patches of largest |weight|, heaviest first; one an image at most, so that many images are seen. */
  heaviest: readonly WeightedPatch[] = []
  private seen = 0
  private readonly side: number
  private readonly filter: Float64Array
  private readonly learningRate: number

  /** `side`: of the kernel; `filter`: whose outputs are the targets. */
  constructor(start: Float64Array, side: number, filter: Float64Array, learningRate: number) {
    this.start = start.slice()
    this.kernel = start.slice()
    this.patchSum = new Float64Array(start.length)
    this.side = side
    this.filter = filter
    this.learningRate = learningRate
  }

  /** One SGD step on an image [n, n]; returns the loss before it: half the mean squared error over the outputs. */
  step(image: Float64Array, imageSide: number): number {
    const output = correlate(image, imageSide, this.kernel, this.side)
    const target = correlate(image, imageSide, this.filter, this.side)
    const upstream = output.map((y, at) => (y - (target[at] ?? NaN)) / output.length)
    const gradient = weightGradient(image, imageSide, upstream, outputSide(imageSide, this.side))
    this.addPatches(image, imageSide, upstream)
    for (const [at, slope] of gradient.entries())
      this.kernel[at] = (this.kernel[at] ?? NaN) - this.learningRate * slope
    return upstream.reduce((sum, dy) => sum + dy * dy, 0) * (output.length / 2)
  }

  /** Largest |kernel - (start + patchSum)|: zero but for rounding. */
  gap(): number {
    const gaps = this.kernel.map((w, at) =>
      Math.abs(w - (this.start[at] ?? NaN) - (this.patchSum[at] ?? NaN)),
    )
    return Math.max(...gaps)
  }

  /** Euclidean distance of the kernel to the filter. */
  distance(): number {
    return Math.hypot(...this.kernel.map((w, at) => w - (this.filter[at] ?? NaN)))
  }

  private addPatches(image: Float64Array, imageSide: number, upstream: Float64Array): void {
    const places = outputSide(imageSide, this.side)
    const number = this.seen++
    let heaviest = 0
    for (const [at, dy] of upstream.entries()) {
      if (Math.abs(dy) > Math.abs(upstream[heaviest] ?? NaN)) heaviest = at
      const corner = Math.floor(at / places) * imageSide + (at % places)
      for (let place = 0; place < this.patchSum.length; place++) {
        const pixel = image[corner + Math.floor(place / this.side) * imageSide + (place % this.side)] ?? NaN
        this.patchSum[place] = (this.patchSum[place] ?? NaN) - this.learningRate * dy * pixel
      }
    }
    const row = Math.floor(heaviest / places)
    const column = heaviest % places
    const patch = patchAt(image, imageSide, this.side, { row, column })
    const weight = -this.learningRate * (upstream[heaviest] ?? NaN)
    this.heaviest = [...this.heaviest, { image: number, row, column, weight, patch }]
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, kept)
  }
}
