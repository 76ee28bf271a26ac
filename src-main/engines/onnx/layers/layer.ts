import type { Layer } from '#models/model.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import type { Lowering } from './lowering.ts'

/**
 * The gradient of a parameter: a tensor, or a product left^T right that the update rule may merge with its own
 * arithmetic (left [rows, m], right [rows, n], gradient [m, n]).
 */
export type Gradient = { readonly value: Value } | { readonly left: Value; readonly right: Value }

/** What a layer sees of the graph it is written into. */
export interface LayerContext {
  readonly graph: GraphBuilder
  readonly lowering: Lowering
  /** False: dropout off, batch normalisation by running statistics, no backward pass. */
  readonly isTraining: boolean
  /** A parameter or buffer by its full name. */
  parameter(name: string): Value
  addGradient(name: string, gradient: Gradient): void
  /** Takes in the statistics of this batch: new = (1 - momentum) old + momentum factor batch; `factor` is 1 unless told. */
  updateBuffer(name: string, batch: Value, momentum: number, factor?: number): void
  /** Dropout mask of this shape: 0 where dropped, 1 / (1 - rate) where kept; null where dropout is off. */
  mask(rate: number, shape: readonly number[]): Value | null
}

/** A layer written into the graph: its output, and how to write its backward pass. */
export interface Traced {
  readonly output: Value
  /**
   * Writes the gradients of its trained parameters for the gradient of its output, and returns that of its
   * input, or null where `isInputWanted` is false.
   */
  backward(gradient: Value, isInputWanted: boolean): Value | null
}

export type LayerWriter<Kind extends Layer> = (context: LayerContext, layer: Kind, input: Value) => Traced

/** The sides of a tensor of images [batch, channels, height, width]. */
export function imageSides(value: Value): [number, number, number, number] {
  const [batch = 1, channels = 1, height = 1, width = 1] = value.shape
  return [batch, channels, height, width]
}

/** One number for each channel, [1, channels, 1, 1], as [channels]. */
export const channelVector = (graph: GraphBuilder, channels: Value): Value =>
  graph.node('Squeeze', [channels, graph.integers([0, 2, 3])], [imageSides(channels)[1]])
