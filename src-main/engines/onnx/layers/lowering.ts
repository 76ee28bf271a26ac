import type { Loss, PoolLayer } from '#models/model.ts'
import type { Attributes, GraphBuilder, Value } from '../graph-builder.ts'
import type { Traced } from './layer.ts'

/** How a convolution meets its input, after reflection has been written out. */
export interface Sliding {
  readonly kernel: number
  readonly stride: number
  /** Rows and columns of zeros on each side. */
  readonly padding: number
}

export interface ConvolutionInputs {
  readonly image: Value
  readonly weight: Value
  readonly bias?: Value | null
}

/**
 * What layers are written with where the fastest operators of a CPU are not those of a GPU, or not there. All else of
 * a layer is written once.
 */
export interface Lowering {
  /** Several steps are one run of the graph. Without it a run is one step, and losses are collected on the device. */
  readonly hasLoop: boolean
  /** Convolutions of few filters are products with band matrices, and what follows them keeps their order of rows. */
  readonly hasBands: boolean
  /** Input gradients of few places are products with the kernels as they are stored. */
  readonly hasColumns: boolean
  /** Most tensors that an operator may split one into or join. */
  readonly mostParts: number
  /** The operator Conv. */
  convolution(
    graph: GraphBuilder,
    inputs: ConvolutionInputs,
    shape: readonly number[],
    attributes: Attributes,
  ): Value
  /** Means of images over batch, rows and columns: [1, channels, 1, 1]. */
  channelMeans(graph: GraphBuilder, images: Value): Value
  /** Sums of images over batch, rows and columns: [channels]. */
  channelSums(graph: GraphBuilder, images: Value): Value
  /** dW [filters, channels, k, k] of a convolution for its (already reflected) image and dY. */
  weightGradient(graph: GraphBuilder, image: Value, gradient: Value, sliding: Sliding): Value
  /** The gradient where the output of a ReLU is positive, and 0 elsewhere. */
  passPositive(graph: GraphBuilder, gradient: Value, output: Value): Value
  /** A max pool in training. Of equal maxima the first in reading order keeps the gradient. */
  maxPool(graph: GraphBuilder, layer: PoolLayer, input: Value): Traced
  /** Logarithms of the softmax of each row. */
  logSoftmax(graph: GraphBuilder, logits: Value): Value
  /**
   * What the graph's input `targets` is turned into once, outside of the steps, for `targetRows` to take rows of:
   * class numbers [examples], or targets [examples, outputs] of the squared error.
   */
  targetTable(graph: GraphBuilder, loss: Loss, outputs: number): Value
  /** Targets of the examples that `rows` [batch] names, [batch, outputs]: 1 at the class number and 0 elsewhere. */
  targetRows(
    graph: GraphBuilder,
    table: Value,
    rows: Value,
    loss: Loss,
    shape: readonly [number, number],
  ): Value
}
