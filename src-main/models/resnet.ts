import type { Layer, Model, ResidualLayer } from './model.ts'

export type ResnetDepth = 18 | 34 | 50 | 101 | 152

/** Residual blocks of the four stages (He et al. 2016, table 1). */
const blocks: Readonly<Record<ResnetDepth, readonly number[]>> = {
  18: [2, 2, 2, 2],
  34: [3, 4, 6, 3],
  50: [3, 4, 6, 3],
  101: [3, 4, 23, 3],
  152: [3, 8, 36, 3],
}

export interface ResnetOptions {
  readonly depth: ResnetDepth
  readonly classes: number
  /** imagenet: 7 x 7 stem of stride 2 and a max pool. cifar: 3 x 3 stem and no pool, for 32 x 32 images. */
  readonly form?: 'imagenet' | 'cifar'
  /** Side of the square input: 224, or 32 in the CIFAR form, unless told. */
  readonly side?: number
  /** Channels of the first stage, 64 unless told; each next stage has twice as many. */
  readonly width?: number
}

/**
 * A ResNet with torchvision's layer names, counts and initialisation: He normal by fan out, no convolution
 * biases, and in blocks of three convolutions the stride in the middle one.
 */
export function resnet(options: ResnetOptions): Model {
  const isCifar = options.form === 'cifar'
  const width = options.width ?? 64
  const side = options.side ?? (isCifar ? 32 : 224)
  const layers: Layer[] = isCifar
    ? convolution('conv1', 'bn1', width, 3, 1)
    : convolution('conv1', 'bn1', width, 7, 2)
  layers.push({ name: 'relu', kind: 'relu' })
  if (!isCifar) layers.push({ name: 'maxpool', kind: 'maxPool', size: 3, stride: 2, padding: 1 })
  let channels = width
  blocks[options.depth].forEach((count, stage) => {
    for (let block = 0; block < count; block++) {
      const added = residualBlock(`layer${stage + 1}.${block}`, options.depth, {
        channels,
        width: width * 2 ** stage,
        stride: stage > 0 && block === 0 ? 2 : 1,
      })
      layers.push(added.block, { name: `${added.block.name}.relu`, kind: 'relu' })
      channels = added.channels
    }
  })
  layers.push(
    { name: 'avgpool', kind: 'globalAveragePool' },
    {
      name: 'fc',
      kind: 'dense',
      features: options.classes,
      hasBias: true,
      weight: { kind: 'uniform-fan-in' },
    },
  )
  return { name: `ResNet-${options.depth}`, input: [3, side, side], layers }
}

interface BlockSizes {
  readonly channels: number
  readonly width: number
  readonly stride: number
}

function residualBlock(
  name: string,
  depth: ResnetDepth,
  { channels, width, stride }: BlockSizes,
): { readonly block: ResidualLayer; readonly channels: number } {
  const isBottleneck = depth >= 50
  const outputs = isBottleneck ? 4 * width : width
  const steps = isBottleneck
    ? [
        { filters: width, kernel: 1, stride: 1 },
        { filters: width, kernel: 3, stride },
        { filters: outputs, kernel: 1, stride: 1 },
      ]
    : [
        { filters: width, kernel: 3, stride },
        { filters: outputs, kernel: 3, stride: 1 },
      ]
  const body = steps.flatMap((step, index): Layer[] => {
    const position = index + 1
    const pair = convolution(
      `${name}.conv${position}`,
      `${name}.bn${position}`,
      step.filters,
      step.kernel,
      step.stride,
    )
    return position === steps.length ? pair : [...pair, { name: `${name}.relu${position}`, kind: 'relu' }]
  })
  const isIdentity = stride === 1 && channels === outputs
  const shortcut = isIdentity
    ? []
    : convolution(`${name}.downsample.0`, `${name}.downsample.1`, outputs, 1, stride)
  return { block: { name, kind: 'residual', body, shortcut }, channels: outputs }
}

function convolution(
  name: string,
  normalization: string,
  filters: number,
  kernel: number,
  stride: number,
): Layer[] {
  return [
    {
      name,
      kind: 'conv2d',
      filters,
      kernel,
      stride,
      padding: kernel === 1 ? { kind: 'valid' } : { kind: 'zero', size: (kernel - 1) / 2 },
      hasBias: false,
      weight: { kind: 'he-normal-fan-out' },
    },
    { name: normalization, kind: 'batchNorm', epsilon: 1e-5, momentum: 0.1 },
  ]
}
