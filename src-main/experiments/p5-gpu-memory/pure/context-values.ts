/** What part 5a measures. */
import { numberValue, numbers, tableValue, texts } from '#contract/values.ts'
import { flagsOf, stageColumns } from './shared-tables.ts'

export const parameters = numberValue('5a.parameters', {
  label: 'Parameters',
  sentence: 'Trainable parameters of the network, counted layer by layer.',
})
export const sizeMB = numberValue('5a.sizeMB', {
  label: 'Size (10⁶ bytes)',
  unit: 'MB',
  sentence: 'Size of the parameters as 32-bit numbers, in units of 10⁶ bytes.',
})
export const sizeMiB = numberValue('5a.sizeMiB', {
  label: 'Size (2²⁰ bytes)',
  unit: 'MiB',
  sentence: 'The same size in units of 2²⁰ bytes, as nvidia-smi counts.',
})
export const buffersMB = numberValue('5a.buffersMB', {
  label: 'Buffers',
  unit: 'MB',
  sentence:
    'Running means and variances of batch normalisation and, as PyTorch keeps them, its batch counters; they are not trained and not counted as parameters.',
})
export const stages = tableValue('5a.stages', {
  label: 'Parameters by stage',
  sentence: 'The parameters of each stage of the network.',
  columns: {
    stage: texts('stage'),
    output: texts('output', { note: 'Output of the stage for one image.', whenEmpty: 'all stages' }),
    blocks: numbers('blocks', { decimals: 0, whenEmpty: 'none' }),
    parameters: numbers('parameters', { decimals: 0 }),
    megabytes: numbers('MB (10⁶)'),
    mebibytes: numbers('MiB (2²⁰)'),
    keptMiB: numbers('activations kept for an image, MiB', {
      note: 'What the backward pass needs of the forward pass.',
    }),
  },
})
export const gpus = tableValue('5a.gpu', {
  label: 'GPUs',
  sentence: 'Each GPU with its driver and its memory, and the source that reported it.',
  isReading: true,
  columns: {
    name: texts('GPU', { whenEmpty: 'not reported' }),
    driver: texts('driver', { whenEmpty: 'not reported' }),
    totalMiB: numbers('total, MiB', { whenEmpty: 'not reported' }),
    usedMiB: numbers('used now, MiB', { whenEmpty: 'not reported' }),
    source: texts('reported by', { formerly: ['told by'] }),
  },
})
export const gpuTotalMiB = numberValue('5a.gpuTotalMiB', {
  label: 'Memory of the GPU',
  unit: 'MiB',
  sentence: 'Total memory of the GPU that trains.',
  isReading: true,
})
export const predictedGpuMiB = numberValue('5a.predictedGpuMiB', {
  label: 'Predicted for a GPU',
  unit: 'MiB',
  sentence:
    'What PyTorch would hold on a GPU at the highest moment of a training step with this setting, predicted from the shapes and not measured, without the CUDA context.',
  isPredicted: true,
})
export const contextMiB = numberValue('5a.contextMiB', {
  label: 'Context on the GPU',
  unit: 'MiB',
  sentence:
    'Growth of the GPU’s memory from before the trainer started until the model was loaded, less its parameters and buffers.',
  isReading: true,
})
export const hostContextMiB = numberValue('5a.hostContextMiB', {
  label: 'Context in host memory',
  unit: 'MiB',
  sentence:
    'The same in host memory: growth of the trainer’s resident set until the model was loaded, less its parameters and buffers. It contains the engine’s library, the compiled graph and further copies of the weights.',
  isReading: true,
  memoryOf: 'host',
})
export const waterfall = tableValue('5a.waterfall', {
  label: 'Memory stage by stage',
  unit: 'MiB',
  sentence:
    'Memory when the process started, with the engine opened, with the model loaded, after the first step, after the last step, and at its highest.',
  isReading: true,
  memoryOf: 'trainer',
  columns: stageColumns,
})
export const otherProcesses = tableValue('5a.otherProcesses', {
  label: 'Other processes on the GPU',
  unit: 'MiB',
  sentence:
    'Programs other than the trainer that held memory of the GPU before, during or after the reading.',
  isReading: true,
  columns: {
    pid: numbers('process', { decimals: 0 }),
    program: texts('program'),
    highestMiB: numbers('highest, MiB', { whenEmpty: 'not reported' }),
  },
})
export const flags = flagsOf('5a')

export const contextValues = [
  parameters,
  sizeMB,
  sizeMiB,
  buffersMB,
  stages,
  gpus,
  gpuTotalMiB,
  predictedGpuMiB,
  contextMiB,
  hostContextMiB,
  waterfall,
  otherProcesses,
  flags,
] as const
