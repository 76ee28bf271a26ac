import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { formatNumber } from '#text/numbers.ts'
import { measured } from '../answer-text.ts'
import * as own from './pure/context-values.ts'
import { modelSize } from './pure/counts.ts'
import { networkName, type NetworkSetting } from './pure/network.ts'
import { optimizerLabels, type OptimizerName } from './pure/optimizers.ts'
import { fourDigits, mebibytes, megabytes } from './pure/units.ts'

interface ContextParams extends NetworkSetting {
  readonly batchSize: number
  readonly optimizer: OptimizerName
}

const inBoth = (inMiB: number): string =>
  `${fourDigits(inMiB)} MiB (2²⁰ bytes) or ${fourDigits(megabytes(inMiB * 2 ** 20))} MB (10⁶ bytes)`

function gpuAnswer(values: Values, p: ContextParams): string {
  const gpus = own.gpus.of(values) ?? []
  const named = gpus.map(({ name, totalMiB }) => {
    const what = name ?? 'a GPU that reports no name'
    return totalMiB === null ? `${what}, whose memory was not reported` : `${what}, with ${inBoth(totalMiB)}`
  })
  const [first] = named
  if (first !== undefined && named.length === 1) return `The GPU is ${first}.`
  if (first !== undefined) return `This machine has ${named.length} GPUs: ${named.join('; ')}.`
  const predicted = measured(values, own.predictedGpuMiB)
  return `There is no GPU to name. ${reasonOf(values, own.gpus) ?? 'None was listed.'} Predicted, not measured: with PyTorch a training step of this setting (${networkName(p)}, side ${p.side}, batch size ${p.batchSize}, ${optimizerLabels[p.optimizer]}) would hold ${inBoth(predicted)} of a GPU’s memory at its highest, and the CUDA context comes on top.`
}

function contextAnswer(values: Values, p: ContextParams): string {
  const context = own.contextMiB.of(values)
  if (context !== null && context < 0)
    return `The trainer’s memory on the GPU grew by ${fourDigits(-context)} MiB less than the network’s parameters and buffers take, so another program must have freed memory during the reading. This run does not show the context; close other programs and run again.`
  if (context !== null)
    return `With the network loaded, the trainer held ${fourDigits(context)} MiB of the GPU more than the network’s parameters and buffers. This contains the CUDA context (driver, kernels, handles of the libraries) and what the allocator has reserved; the subtraction cannot separate them. Both sides are in MiB: subtracting MB from MiB would give another number.`
  const { parameterBytes, bufferBytes } = modelSize(p)
  const predicted = `Predicted for a GPU, not measured: ${networkName(p)}’s parameters and buffers take ${inBoth(mebibytes(parameterBytes + bufferBytes))} there, and whatever is in use beyond that is the context. The context itself cannot be predicted from the network, because it depends on the GPU, its driver and the libraries.`
  const host = own.hostContextMiB.of(values)
  if (host === null)
    return `The context was not measured. ${reasonOf(values, own.hostContextMiB) ?? ''} ${predicted}`
  if (host < 0)
    return `No GPU trained in this run. In host memory the trainer grew by ${fourDigits(-host)} MiB less than parameters and buffers take, so part of them was not in memory when it was read. ${predicted}`
  return `No GPU trained in this run, so the context of a GPU was not measured. In host memory the same difference was ${fourDigits(host)} MiB: the engine’s library, its compiled graph, and further copies of the weights. It is not a CUDA context. ${predicted}`
}

export const contextAnswers = {
  i: (values: Values, setting: NetworkSetting) => [
    `${networkName(setting)} with 10 classes has ${formatNumber(measured(values, own.parameters))} trainable parameters. At 4 bytes each that is ${fourDigits(measured(values, own.sizeMB))} MB (10⁶ bytes) or ${fourDigits(measured(values, own.sizeMiB))} MiB (2²⁰ bytes), the unit of nvidia-smi. The running statistics of batch normalisation are buffers, ${fourDigits(measured(values, own.buffersMB))} MB, and are not counted.`,
  ],
  ii: (values: Values, p: ContextParams) => [gpuAnswer(values, p)],
  iii: (values: Values, p: ContextParams) => [contextAnswer(values, p)],
}
