import type { Model } from '#models/model.ts'
import { resnet, type ResnetDepth } from '#models/resnet.ts'

const depths = {
  resnet18: 18,
  resnet34: 34,
  resnet50: 50,
  resnet101: 101,
  resnet152: 152,
} as const satisfies Readonly<Record<string, ResnetDepth>>

export type NetworkName = keyof typeof depths

/** What a network is built from. */
export interface NetworkSetting {
  readonly model: NetworkName
  /** Form of the first layers. */
  readonly stem: 'imagenet' | 'cifar'
  /** Side of the square input, in pixels. */
  readonly side: number
}

const classCount = 10

/** The network of a run: a ResNet with 10 classes. */
export const modelOf = ({ model, stem, side }: NetworkSetting): Model =>
  resnet({ depth: depths[model], classes: classCount, form: stem, side })

/** "ResNet-152" of "resnet152". */
export const networkName = ({ model }: Pick<NetworkSetting, 'model'>): string => `ResNet-${depths[model]}`
