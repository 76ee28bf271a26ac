import { checkLength, valuesIn, type ImageBatch, type Values } from './windows.ts'

/** Statistics of each channel [channels]: the mean, and the variance that normalises. */
export interface ChannelStatistics {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** Mean and biased variance of each channel over the batch, the rows and the columns. */
export function channelStatistics(input: Values, images: ImageBatch): ChannelStatistics {
  checkLength('input of a normalisation', input, valuesIn(images))
  const count = valuesIn(images) / images.channels
  const mean = new Float64Array(images.channels)
  const variance = new Float64Array(images.channels)
  forEachValue(images, (i, channel) => add(mean, channel, (input[i] ?? NaN) / count))
  forEachValue(images, (i, channel) =>
    add(variance, channel, ((input[i] ?? NaN) - (mean[channel] ?? NaN)) ** 2 / count),
  )
  return { mean, variance }
}

/**
 * Batch normalisation with these statistics (the batch's in training, the running ones in evaluation):
 * weight (x - mean) / sqrt(variance + epsilon) + bias, channel by channel. Ioffe and Szegedy 2015.
 */
export function normalize(
  input: Values,
  images: ImageBatch,
  { mean, variance }: ChannelStatistics,
  affine: { readonly weight: Values; readonly bias: Values },
  epsilon: number,
): Float64Array {
  checkLength('weight of a normalisation', affine.weight, images.channels)
  checkLength('bias of a normalisation', affine.bias, images.channels)
  const output = new Float64Array(valuesIn(images))
  forEachValue(images, (i, c) => {
    const standard = ((input[i] ?? NaN) - (mean[c] ?? NaN)) / Math.sqrt((variance[c] ?? NaN) + epsilon)
    output[i] = (affine.weight[c] ?? NaN) * standard + (affine.bias[c] ?? NaN)
  })
  return output
}

/**
 * The running statistics after one training batch: (1 - momentum) old + momentum new, the new variance unbiased,
 * as PyTorch keeps them. Throws RangeError where a channel has a single value, whose variance is unknown.
 */
export function updatedRunningStatistics(
  running: { readonly mean: Values; readonly variance: Values },
  batch: ChannelStatistics,
  images: ImageBatch,
  momentum: number,
): ChannelStatistics {
  const count = valuesIn(images) / images.channels
  if (count < 2)
    throw new RangeError(
      'Batch normalisation cannot train on one value a channel; use a larger batch or image.',
    )
  const blend = (old: Values, fresh: Float64Array, factor: number): Float64Array =>
    fresh.map((value, c) => (1 - momentum) * (old[c] ?? NaN) + momentum * factor * value)
  return {
    mean: blend(running.mean, batch.mean, 1),
    variance: blend(running.variance, batch.variance, count / (count - 1)),
  }
}

export interface NormalizationGradients {
  readonly input: Float64Array
  readonly weight: Float64Array
  readonly bias: Float64Array
}

/**
 * Gradients of a normalisation. With `isTraining` the statistics are the batch's own and carry gradient too:
 * dx = weight / s (dy - mean(dy) - z mean(dy z)), z the normalised input and s its deviation; otherwise they
 * are constants and dx = weight / s dy.
 */
export function normalizationGradients(
  upstream: Values,
  input: Values,
  images: ImageBatch,
  { mean, variance }: ChannelStatistics,
  weight: Values,
  { epsilon, isTraining }: { readonly epsilon: number; readonly isTraining: boolean },
): NormalizationGradients {
  checkLength('gradient on a normalisation', upstream, valuesIn(images))
  const count = valuesIn(images) / images.channels
  const gradients = {
    input: new Float64Array(valuesIn(images)),
    weight: new Float64Array(images.channels),
    bias: new Float64Array(images.channels),
  }
  const deviation = variance.map((value) => Math.sqrt(value + epsilon))
  const standard = (i: number, c: number): number =>
    ((input[i] ?? NaN) - (mean[c] ?? NaN)) / (deviation[c] ?? NaN)
  forEachValue(images, (i, c) => {
    add(gradients.bias, c, upstream[i] ?? NaN)
    add(gradients.weight, c, (upstream[i] ?? NaN) * standard(i, c))
  })
  forEachValue(images, (i, c) => {
    const throughStatistics = isTraining
      ? ((gradients.bias[c] ?? NaN) + standard(i, c) * (gradients.weight[c] ?? NaN)) / count
      : 0
    gradients.input[i] =
      ((weight[c] ?? NaN) / (deviation[c] ?? NaN)) * ((upstream[i] ?? NaN) - throughStatistics)
  })
  return gradients
}

function add(sums: Float64Array, index: number, value: number): void {
  sums[index] = (sums[index] ?? NaN) + value
}

function forEachValue(images: ImageBatch, visit: (index: number, channel: number) => void): void {
  const area = images.height * images.width
  for (let i = 0; i < valuesIn(images); i++) visit(i, Math.floor(i / area) % images.channels)
}
