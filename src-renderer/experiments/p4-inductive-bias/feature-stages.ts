import type { LayerOutput } from '#models/layer-outputs.ts'
import type { Model } from '#models/model.ts'
import { rangeLimits, symmetricLimits, type ColorMap, type Limits } from '../../pictures/color-maps.ts'

/** One step of a CNN that can be looked at: a picture for each filter. */
export interface FeatureStage {
  readonly name: string
  readonly title: string
  readonly rows: number
  readonly columns: number
  /** [filters][rows * columns] */
  readonly maps: readonly Float64Array[]
  /** Values of both signs before the ReLU, magnitudes after it. */
  readonly map: ColorMap
  /** Shared by the maps of a stage. */
  readonly limits: Limits
}

const titles = {
  relu: 'ReLU',
  maxPool: 'max pool',
  averagePool: 'avg pool',
} as const

const titleOf = (kind: string): string => titles[kind as keyof typeof titles] ?? kind

/** The steps of a network whose outputs are images, for the first image of the batch. */
export function featureStages(model: Model, outputs: readonly LayerOutput[]): FeatureStage[] {
  let convolutions = 0
  return outputs.flatMap(({ name, shape, data }, index): FeatureStage[] => {
    const [filters, rows, columns] = shape
    const kind = model.layers[index]?.kind
    if (kind === undefined || filters === undefined || rows === undefined || columns === undefined) return []
    const area = rows * columns
    const maps = Array.from({ length: filters }, (_, f) => data.subarray(f * area, (f + 1) * area))
    const isSigned = kind === 'conv2d'
    if (isSigned) convolutions += 1
    return [
      {
        name,
        title: isSigned ? `conv ${convolutions}` : titleOf(kind),
        rows,
        columns,
        maps,
        map: isSigned ? 'diverging' : 'cividis',
        limits: isSigned ? symmetricLimits(...maps) : [0, rangeLimits(...maps)[1]],
      },
    ]
  })
}

/** What the classifier of a CNN receives: the average of each filter over the image; empty where there is none. */
export function averagesOf(model: Model, outputs: readonly LayerOutput[]): readonly number[] {
  const at = model.layers.findIndex(({ kind }) => kind === 'globalAveragePool')
  return [...(outputs[at]?.data ?? [])]
}
