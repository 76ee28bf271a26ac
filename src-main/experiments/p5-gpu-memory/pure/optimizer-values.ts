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
    memoryOf: 'trainer',
  })
const predictedOf = (name: OptimizerName): NumberValue =>
  numberValue(`5b.${name}.predictedMiB`, {
    label: `${optimizerLabels[name]}, predicted`,
    unit: 'MiB',
    sentence: `Predicted weights, gradients, optimizer state, activations and workspace of ${optimizerLabels[name]}, on top of process and engine as measured.`,
    isReading: true,
    isPredicted: true,
    memoryOf: 'trainer',
  })

const inMBOf = (name: OptimizerName): NumberValue =>
  numberValue(`5b.${name}.measuredMB`, {
    label: `${optimizerLabels[name]}, measured (10⁶ bytes)`,
    unit: 'MB',
    sentence: `The measured memory of ${optimizerLabels[name]} in units of 10⁶ bytes; the same reading as in MiB (2²⁰ bytes).`,
    isReading: true,
    memoryOf: 'trainer',
  })

export const measuredMB: Readonly<Record<OptimizerName, NumberValue>> = {
  sgd: inMBOf('sgd'),
  momentum: inMBOf('momentum'),
  adam: inMBOf('adam'),
}
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
  memoryOf: 'trainer',
  columns: {
    optimizer: texts('optimizer'),
    weights: numbers('weights', { isPredicted: true }),
    gradients: numbers('gradients', { isPredicted: true }),
    state: numbers('optimizer state', { isPredicted: true }),
    buffers: numbers('buffers', { isPredicted: true }),
    activations: numbers('activations', { isPredicted: true }),
    temporary: numbers('temporary results', {
      note: 'Gradients of activations on their way back through the layers or, in the update, Adam’s copy.',
      whenEmpty: 'part of the workspace',
      isPredicted: true,
    }),
    workspace: numbers('workspace', { whenEmpty: 'not predicted for this engine', isPredicted: true }),
    processAndEngine: numbers('process and engine (measured)'),
    predicted: numbers('predicted', { isPredicted: true }),
    measured: numbers('measured'),
    unexplained: numbers('unexplained', { note: 'Measured less predicted.' }),
    others: numbers('other processes (measured)', { whenEmpty: 'not on a GPU, or not reported' }),
    predictedMB: numbers('predicted, MB (10⁶)', { isPredicted: true }),
    measuredMB: numbers('measured, MB (10⁶)'),
    fittedShare: numbers('fitted share of the prediction, %', {
      note: 'The part of the prediction that is the workspace, which is fitted to readings and not derived.',
      whenEmpty: 'nothing is fitted for this engine',
      isPredicted: true,
      isMemory: false,
    }),
  },
})
export const stages = tableValue('5b.stages', {
  label: 'Memory stage by stage',
  unit: 'MiB',
  sentence:
    'For each optimizer, the readings when the process started, with the engine opened, with the model loaded, after the first step, after the last step, and the highest.',
  isReading: true,
  memoryOf: 'trainer',
  columns: { optimizer: texts('optimizer'), ...stageColumns },
})
export const onGpu = tableValue('5b.onGpu', {
  label: 'Predicted for a GPU',
  unit: 'MiB',
  sentence:
    'What PyTorch would hold on a GPU at the highest moment of a training step, predicted from the shapes and not measured: weights, buffers and optimizer state, with the activations still needed, the gradients computed so far and the temporary results of that moment. Left out are the process, the CUDA context, workspaces of cuDNN, and blocks that the allocator rounds up or keeps.',
  isPredicted: true,
  columns: {
    optimizer: texts('optimizer'),
    weights: numbers('weights, MiB'),
    gradients: numbers('gradients, MiB'),
    state: numbers('optimizer state, MiB'),
    buffers: numbers('buffers, MiB'),
    activations: numbers('activations, MiB'),
    temporary: numbers('temporary results, MiB', {
      note: 'Gradients of activations on their way back through the layers or, in the update, Adam’s copy.',
    }),
    total: numbers('total, MiB (2²⁰)'),
    totalMegabytes: numbers('total, MB (10⁶)'),
    moment: texts<'backward pass' | 'update'>('highest in the'),
  },
})
export const flags = flagsOf('5b')

export const optimizerValues = [
  // The three beside each other come first: a presenter's bar has room for three.
  ...optimizerNames.map((name) => measuredMiB[name]),
  ...optimizerNames.flatMap((name) => [predictedMiB[name], measuredMB[name]]),
  breakdown,
  stages,
  onGpu,
  flags,
] as const
