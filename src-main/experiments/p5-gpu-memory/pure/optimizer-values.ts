/** What part 5b measures. */
import { numberValue, numbers, tableValue, texts, type NumberValue } from '#contract/values.ts'
import { optimizerLabels, optimizerNames, type OptimizerName } from './optimizers.ts'
import { flagsOf, stageColumns } from './shared-tables.ts'

const measuredOf = (name: OptimizerName): NumberValue =>
  numberValue(`5b.${name}.measuredMiB`, {
    label: `${optimizerLabels[name]}, measured`,
    unit: 'MiB',
    sentence: `Highest memory of the trainer over several steps with ${optimizerLabels[name]}, process and engine included: of the GPU if it trains there, otherwise of the host (resident set).`,
    isReading: true,
  })
const predictedOf = (name: OptimizerName): NumberValue =>
  numberValue(`5b.${name}.predictedMiB`, {
    label: `${optimizerLabels[name]}, predicted`,
    unit: 'MiB',
    sentence: `Predicted weights, gradients, optimizer state, activations and workspace of ${optimizerLabels[name]}, on top of process and engine as measured.`,
    isReading: true,
  })

export const measuredMiB: Readonly<Record<OptimizerName, NumberValue>> = {
  sgd: measuredOf('sgd'),
  momentum: measuredOf('momentum'),
  adam: measuredOf('adam'),
}
export const predictedMiB: Readonly<Record<OptimizerName, NumberValue>> = {
  sgd: predictedOf('sgd'),
  momentum: predictedOf('momentum'),
  adam: predictedOf('adam'),
}
export const breakdown = tableValue('5b.breakdown', {
  label: 'What holds the memory',
  unit: 'MiB',
  sentence:
    'For each optimizer, the predicted kinds of memory beside the reading, with the rest that is unexplained.',
  isReading: true,
  emptyCell: '–',
  columns: {
    optimizer: texts('optimizer'),
    weights: numbers('weights'),
    gradients: numbers('gradients'),
    state: numbers('optimizer state'),
    buffers: numbers('buffers'),
    activations: numbers('activations'),
    workspace: numbers('workspace', { whenEmpty: 'not predicted for this engine' }),
    processAndEngine: numbers('process and engine (measured)'),
    predicted: numbers('predicted'),
    measured: numbers('measured'),
    unexplained: numbers('unexplained', { note: 'Measured less predicted.' }),
    others: numbers('other processes (measured)', { whenEmpty: 'not on a GPU, or not reported' }),
  },
})
export const stages = tableValue('5b.stages', {
  label: 'Memory stage by stage',
  unit: 'MiB',
  sentence:
    'For each optimizer, the readings when the process started, with the engine opened, with the model loaded, after the first step, after the last step, and the highest.',
  isReading: true,
  emptyCell: '–',
  columns: { optimizer: texts('optimizer'), ...stageColumns },
})
export const onGpu = tableValue('5b.onGpu', {
  label: 'Predicted for a GPU',
  unit: 'MiB',
  sentence:
    'What PyTorch would hold on a GPU with this setting, without process and engine: predicted from the shapes, not measured.',
  emptyCell: '–',
  columns: {
    optimizer: texts('optimizer'),
    weights: numbers('weights, MiB'),
    gradients: numbers('gradients, MiB'),
    state: numbers('optimizer state, MiB'),
    buffers: numbers('buffers, MiB'),
    activations: numbers('activations, MiB'),
    total: numbers('total, MiB (2²⁰)'),
    totalMegabytes: numbers('total, MB (10⁶)'),
  },
})
export const flags = flagsOf('5b')

export const optimizerValues = [
  ...optimizerNames.flatMap((name) => [measuredMiB[name], predictedMiB[name]]),
  breakdown,
  stages,
  onGpu,
  flags,
] as const
