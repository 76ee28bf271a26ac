import type { Table } from '#contract/samples.ts'
import { describe, type LayerRow } from '#models/describe.ts'
import { predictMemory } from '#models/memory-prediction.ts'
import { writeShape } from '#models/shapes.ts'
import type { Problem5Params } from './fields.ts'
import { modelOf } from './plan.ts'
import { optimizerNames, type OptimizerName } from './presets.ts'

type ModelParams = Pick<Problem5Params, 'model' | 'stem' | 'side'>

export const megabytes = (bytes: number): number => bytes / 1e6
export const mebibytes = (bytes: number): number => bytes / 2 ** 20
/** "110 378 MiB": whole units of 2²⁰ bytes, with a thin space between thousands. */
export const inWholeMiB = (bytes: number): string =>
  `${String(Math.round(mebibytes(bytes))).replace(/(\d)(?=(\d{3})+$)/g, '$1\u202f')} MiB`

/** "layer2" of "layer2.0.conv1"; the layers before the stages are the stem. */
function stageOf(name: string): string {
  const [first = name] = name.split('.')
  if (first.startsWith('layer')) return first
  return first === 'fc' || first === 'avgpool' ? 'fc' : 'stem'
}

/** What the counts of 5a are: numbers, and bytes as 32-bit numbers. */
export interface ModelSize {
  readonly parameters: number
  readonly parameterBytes: number
  /** Running statistics and batch counters. */
  readonly bufferBytes: number
}

/** Parameters and buffers of the network of a run. */
export function modelSize(params: ModelParams): ModelSize {
  const model = modelOf(params)
  const memory = predictMemory(model, 'sgd', 0)
  return {
    parameters: describe(model).totals.parameters,
    parameterBytes: memory.weights,
    bufferBytes: memory.buffers,
  }
}

/** Every layer of the network in order, for the table of layers; blocks' own rows (their additions) last in each. */
export const layerRows = (params: ModelParams): readonly LayerRow[] => describe(modelOf(params)).rows

/** Parameters by stage with the stage's output, blocks, size, and activations kept for each image. */
export function stageTable(params: ModelParams): Table {
  const rows = layerRows(params)
  const stages = [...new Set(rows.map(({ name }) => stageOf(name)))]
  const sum = (own: readonly LayerRow[], of: (row: LayerRow) => number): number =>
    own.reduce((total, row) => total + of(row), 0)
  const body = stages.map((stage) => {
    const own = rows.filter(({ name }) => stageOf(name) === stage)
    const parameters = sum(own, (row) => row.parameters)
    const blocks = own.filter(({ kind }) => kind === 'residual').length
    return [
      stage,
      writeShape(own.at(-1)?.outputShape ?? []),
      blocks > 0 ? blocks : null,
      parameters,
      megabytes(4 * parameters),
      mebibytes(4 * parameters),
      mebibytes(sum(own, (row) => row.keptBytes)),
    ]
  })
  const column = (index: number): number => body.reduce((total, row) => total + Number(row[index]), 0)
  return {
    columns: [
      'stage',
      'output',
      'blocks',
      'parameters',
      'MB (10⁶)',
      'MiB (2²⁰)',
      'activations kept for an image, MiB',
    ],
    rows: [...body, ['total', null, null, column(3), column(4), column(5), column(6)]],
  }
}

export const optimizerLabels: Readonly<Record<OptimizerName, string>> = {
  sgd: 'SGD',
  momentum: 'SGD with momentum',
  adam: 'Adam',
}

/** What PyTorch would hold on a GPU for each optimizer, in MiB and MB: a prediction from the shapes. */
export function gpuPredictionTable(params: ModelParams & Pick<Problem5Params, 'batchSize'>): Table {
  const model = modelOf(params)
  return {
    columns: [
      'optimizer',
      'weights, MiB',
      'gradients, MiB',
      'optimizer state, MiB',
      'buffers, MiB',
      'activations, MiB',
      'total, MiB (2²⁰)',
      'total, MB (10⁶)',
    ],
    rows: optimizerNames.map((optimizer) => {
      const memory = predictMemory(model, optimizer, params.batchSize)
      const kinds = [
        memory.weights,
        memory.gradients,
        memory.optimizerState,
        memory.buffers,
        memory.activations,
      ]
      const total = kinds.reduce((sum, bytes) => sum + bytes, 0)
      return [optimizerLabels[optimizer], ...kinds.map(mebibytes), mebibytes(total), megabytes(total)]
    }),
  }
}
