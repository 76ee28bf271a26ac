import type { GraphBuilder, Value } from '../graph-builder.ts'
import { weightGradientOnGpu } from './gpu-weight-gradient.ts'
import { meansOfChannels } from './gpu-channel-means.ts'
import { writeMaxPoolOnGpu } from './gpu-max-pool.ts'
import { channelVector, imageSides } from './layer.ts'
import type { Lowering } from './lowering.ts'
import { padded } from './sliding-windows.ts'

/**
 * WebGPU promises every shader eight storage buffers; one of them is the tensor that is taken apart or put together.
 */
const mostParts = 7

/**
 * Of a GPU through WebGPU, where each operator is a launch or more, sums want to be many and short, and neither loops
 * nor indices of maxima, OneHot, LogSoftmax or Max exist.
 */
export const gpuLowering: Lowering = {
  hasLoop: false,
  hasBands: false,
  hasColumns: false,
  mostParts,
  convolution(graph, { image, weight, bias = null }, shape, attributes) {
    const [filters, channels] = weight.shape
    const isMiscounted = isMiscountedOnWebgpu(channels ?? 1, filters ?? 1)
    const [seen, held] = isMiscounted
      ? [withFullChannels(graph, image), withFullChannels(graph, weight)]
      : [image, weight]
    return graph.node('Conv', [seen, held, bias], shape, attributes)
  },
  channelMeans: meansOfChannels,
  channelSums(graph, images) {
    const [batch, channels, height, width] = imageSides(images)
    const count = graph.scalar(batch * height * width)
    return channelVector(
      graph,
      graph.node('Mul', [meansOfChannels(graph, images), count], [1, channels, 1, 1]),
    )
  },
  weightGradient: (graph, image, gradient, sliding) =>
    weightGradientOnGpu(graph, gpuLowering, image, gradient, sliding),
  passPositive(graph, gradient, output) {
    const { shape } = output
    const isPositive = graph.node('Greater', [output, graph.scalar(0)], shape)
    return graph.node('Where', [isPositive, gradient, graph.scalar(0)], shape)
  },
  maxPool: (graph, layer, input) => writeMaxPoolOnGpu(graph, gpuLowering, layer, input),
  logSoftmax(graph, logits) {
    const { shape } = logits
    const greatest = graph.node('ReduceMax', [logits], rowOf(logits), { axes: [1], keepdims: 1 })
    const shifted = graph.node('Sub', [logits, greatest], shape)
    const sum = graph.node(
      'ReduceSum',
      [graph.node('Exp', [shifted], shape), graph.integers([1])],
      rowOf(logits),
      {
        keepdims: 1,
      },
    )
    return graph.node('Sub', [shifted, graph.node('Log', [sum], rowOf(logits))], shape)
  },
  targetTable: (graph, loss, outputs) =>
    loss === 'meanSquaredError'
      ? graph.input('targets', ['examples', outputs])
      : graph.input('targets', ['examples'], 'int32'),
  targetRows(graph, table, rows, loss, shape) {
    if (loss === 'meanSquaredError') return graph.rows(table, rows, shape)
    const [batch, outputs] = shape
    const labels = graph.reshape(graph.rows(table, rows, [batch]), [batch, 1])
    const classes = Int32Array.from({ length: outputs }, (_, index) => index)
    const isLabel = graph.node('Equal', [labels, graph.constant('int32', [1, outputs], classes)], shape)
    return toNumbers(graph, isLabel)
  },
}

/**
 * Whether onnxruntime 1.30 computes a convolution wrongly on WebGPU: with 6, 9 or 15 channels, say, it takes them three
 * at a time, as with 3, but steps on as if four.
 */
const isMiscountedOnWebgpu = (channels: number, filters: number): boolean =>
  channels > 3 && channels % 3 === 0 && channels % 4 !== 0 && filters % 4 === 0

/** Channels of zeros behind the others, up to a multiple of four. */
function withFullChannels(graph: GraphBuilder, value: Value): Value {
  const [, channels] = imageSides(value)
  return padded(graph, value, { 1: { before: 0, after: 4 * Math.ceil(channels / 4) - channels } })
}

const rowOf = ({ shape }: Value): number[] => [shape[0] ?? 1, 1]

/** 1 for true, 0 for false. */
export const toNumbers = (graph: GraphBuilder, isTrue: Value): Value =>
  graph.node('Where', [isTrue, graph.scalar(1), graph.scalar(0)], isTrue.shape)
