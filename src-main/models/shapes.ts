import { ModelError, type Conv2dLayer, type Layer, type Model, type PoolLayer, type Shape } from './model.ts'

/** How many values a tensor of this shape has. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, side) => product * side, 1)
}

/** A shape as the sentences and tables of the lab write it: "3 x 28 x 28". */
export function writeShape(shape: Shape): string {
  return shape.join(' x ')
}

/** Channels, height and width of an image's shape; throws ModelError naming the layer that needs an image. */
export function imageShape(
  layer: { readonly name: string },
  shape: Shape,
): readonly [number, number, number] {
  const [channels, height, width] = shape
  if (shape.length !== 3 || channels === undefined || height === undefined || width === undefined)
    throw new ModelError(
      `Layer "${layer.name}" needs an image [channels, height, width] but receives ${writeShape(shape)}; put it before flattening and global pooling.`,
    )
  return [channels, height, width]
}

/** Length of a vector's shape; throws ModelError naming the layer that needs a vector. */
export function vectorLength(layer: { readonly name: string }, shape: Shape): number {
  const [length] = shape
  if (shape.length !== 1 || length === undefined)
    throw new ModelError(
      `Layer "${layer.name}" needs a vector but receives ${writeShape(shape)}; put a flatten layer before it.`,
    )
  return length
}

/** Rows and columns a convolution or pool adds on each side. */
export function paddingOf(layer: Conv2dLayer | PoolLayer): number {
  if (layer.kind !== 'conv2d') return layer.padding
  return layer.padding.kind === 'valid' ? 0 : layer.padding.size
}

/**
 * Shape of a layer's output for an input of this shape, both without the batch. Throws ModelError, in a sentence
 * that names the layer, where the input does not fit it or one of its sizes is impossible.
 */
export function outputShape(layer: Layer, input: Shape): Shape {
  switch (layer.kind) {
    case 'conv2d': {
      positive(layer, 'filters', layer.filters)
      return [layer.filters, ...slide(layer, input, layer.kernel)]
    }
    case 'maxPool':
    case 'averagePool':
      return [imageShape(layer, input)[0], ...slide(layer, input, layer.size)]
    case 'dense':
      positive(layer, 'features', layer.features)
      vectorLength(layer, input)
      return [layer.features]
    case 'globalAveragePool':
      return [imageShape(layer, input)[0]]
    case 'flatten':
      return [sizeOf(input)]
    case 'batchNorm':
      imageShape(layer, input)
      return input
    case 'dropout':
      if (!(layer.rate >= 0 && layer.rate < 1))
        throw new ModelError(
          `Layer "${layer.name}" has drop rate ${layer.rate}; a drop rate is at least 0 and below 1.`,
        )
      return input
    case 'relu':
      return input
    case 'residual': {
      const body = shapeAfter(layer.body, input)
      const shortcut = shapeAfter(layer.shortcut, input)
      if (writeShape(body) !== writeShape(shortcut))
        throw new ModelError(
          `Block "${layer.name}" adds ${writeShape(body)} to a shortcut of ${writeShape(shortcut)}; give the shortcut a convolution that makes them equal.`,
        )
      return body
    }
  }
}

/** Shape after these layers, one after another. */
export function shapeAfter(layers: readonly Layer[], input: Shape): Shape {
  return layers.reduce((shape, layer) => outputShape(layer, shape), input)
}

/** Shape of the model's output, without the batch. */
export function modelOutputShape(model: Model): Shape {
  return shapeAfter(model.layers, model.input)
}

/** Numbers in the padded copy of a convolution's input, of one example. */
export function paddedCount(layer: Conv2dLayer, input: Shape): number {
  const [channels, height, width] = imageShape(layer, input)
  const added = 2 * paddingOf(layer)
  return channels * (height + added) * (width + added)
}

/** Height and width after a window of `kernel` pixels a side has slid over the padded image. */
function slide(layer: Conv2dLayer | PoolLayer, input: Shape, kernel: number): readonly [number, number] {
  const [, height, width] = imageShape(layer, input)
  const padding = paddingOf(layer)
  positive(layer, layer.kind === 'conv2d' ? 'kernel' : 'size', kernel)
  positive(layer, 'stride', layer.stride)
  if (!Number.isInteger(padding) || padding < 0)
    throw new ModelError(`Layer "${layer.name}" has padding ${padding}; padding is a whole number from 0.`)
  const smallest = Math.min(height, width)
  const isReflected = layer.kind === 'conv2d' && layer.padding.kind === 'reflect'
  if (isReflected && padding >= smallest)
    throw new ModelError(
      `Layer "${layer.name}" reflects ${padding} pixels of an image of ${height} x ${width}; reflection needs a padding below ${smallest}, so use a smaller kernel.`,
    )
  if (layer.kind === 'averagePool' && padding > 0)
    throw new ModelError(`Layer "${layer.name}" is an average pool with padding; set its padding to 0.`)
  if (layer.kind === 'maxPool' && padding > kernel / 2)
    throw new ModelError(
      `Layer "${layer.name}" pads ${padding} pixels for windows of ${kernel}; the padding of a pool is at most half its size.`,
    )
  if (kernel > smallest + 2 * padding)
    throw new ModelError(
      `Layer "${layer.name}" has a window of ${kernel} x ${kernel}, larger than its padded input of ${height + 2 * padding} x ${width + 2 * padding}; use a smaller window or more padding.`,
    )
  const steps = (side: number): number => Math.floor((side + 2 * padding - kernel) / layer.stride) + 1
  return [steps(height), steps(width)]
}

function positive(layer: Layer, what: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new ModelError(`Layer "${layer.name}" has ${what} ${value}; it must be a whole number from 1.`)
}
