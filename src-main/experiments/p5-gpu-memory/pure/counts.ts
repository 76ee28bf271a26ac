import { describe, type LayerRow } from '#models/describe.ts'
import { predictMemory } from '#models/memory-prediction.ts'
import { writeShape } from '#models/shapes.ts'
import { modelOf, type NetworkSetting } from './network.ts'
import { optimizerLabels, optimizerNames } from './optimizers.ts'
import { mebibytes, megabytes } from './units.ts'

/** Stage of a layer's name ("layer2" of "layer2.0.conv1"); the layers before the stages are the stem. */
export function stageOf(name: string): string {
  const [first = name] = name.split('.')
  if (first.startsWith('layer')) return first
  return first === 'fc' || first === 'avgpool' ? 'fc' : 'stem'
}

/** The counts of 5a: numbers, and bytes as 32-bit numbers. */
export interface ModelSize {
  readonly parameters: number
  readonly parameterBytes: number
  /** Running statistics and batch counters. */
  readonly bufferBytes: number
}

/** Parameters and buffers of the network of a run. */
export function modelSize(setting: NetworkSetting): ModelSize {
  const model = modelOf(setting)
  const memory = predictMemory(model, 'sgd', 0)
  return {
    parameters: describe(model).totals.parameters,
    parameterBytes: memory.weights,
    bufferBytes: memory.buffers,
  }
}

/** Every layer of the network in order, for the table of layers; a block's own row (its addition) comes last in it. */
export const layerRows = (setting: NetworkSetting): readonly LayerRow[] => describe(modelOf(setting)).rows

/** Parameters of a stage with its output, blocks, sizes, and activations kept for each image. */
export interface StageCount {
  readonly stage: string
  readonly output: string | null
  readonly blocks: number | null
  readonly parameters: number
  readonly megabytes: number
  readonly mebibytes: number
  readonly keptMiB: number
}

/** The stages of the network in order, and their total last. */
export function stageCounts(setting: NetworkSetting): readonly StageCount[] {
  const rows = layerRows(setting)
  const stages = [...new Set(rows.map(({ name }) => stageOf(name)))]
  const counts = stages.map((stage): StageCount => {
    const own = rows.filter(({ name }) => stageOf(name) === stage)
    const sum = (of: (row: LayerRow) => number): number => own.reduce((total, row) => total + of(row), 0)
    const parameters = sum((row) => row.parameters)
    return {
      stage,
      output: writeShape(own.at(-1)?.outputShape ?? []),
      blocks: own.filter(({ kind }) => kind === 'residual').length || null,
      parameters,
      megabytes: megabytes(4 * parameters),
      mebibytes: mebibytes(4 * parameters),
      keptMiB: mebibytes(sum((row) => row.keptBytes)),
    }
  })
  const total = (of: (count: StageCount) => number): number =>
    counts.reduce((sum, count) => sum + of(count), 0)
  return [
    ...counts,
    {
      stage: 'total',
      output: null,
      blocks: null,
      parameters: total((count) => count.parameters),
      megabytes: total((count) => count.megabytes),
      mebibytes: total((count) => count.mebibytes),
      keptMiB: total((count) => count.keptMiB),
    },
  ]
}

/** What PyTorch would hold on a GPU with one optimizer, in MiB, and in all also in MB: predicted from the shapes. */
export interface GpuPrediction {
  readonly optimizer: string
  readonly weights: number
  readonly gradients: number
  readonly state: number
  readonly buffers: number
  readonly activations: number
  readonly total: number
  readonly totalMegabytes: number
}

/** The prediction for each optimizer, without process and engine. */
export function gpuPredictions(
  setting: NetworkSetting & { readonly batchSize: number },
): readonly GpuPrediction[] {
  const model = modelOf(setting)
  return optimizerNames.map((optimizer) => {
    const { weights, gradients, optimizerState, buffers, activations } = predictMemory(
      model,
      optimizer,
      setting.batchSize,
    )
    const total = weights + gradients + optimizerState + buffers + activations
    return {
      optimizer: optimizerLabels[optimizer],
      weights: mebibytes(weights),
      gradients: mebibytes(gradients),
      state: mebibytes(optimizerState),
      buffers: mebibytes(buffers),
      activations: mebibytes(activations),
      total: mebibytes(total),
      totalMegabytes: megabytes(total),
    }
  })
}
