import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { formatNumber } from '#text/numbers.ts'
import { measured } from '../answer-text.ts'
import * as own from './pure/context-values.ts'
import { networkName, type NetworkSetting } from './pure/network.ts'
import { fourDigits } from './pure/units.ts'

function gpuAnswer(values: Values): string {
  const [gpu] = own.gpus.of(values) ?? []
  if (!gpu) return `There is no GPU to name. ${reasonOf(values, own.gpus) ?? 'None was listed.'}`
  const total = own.gpuTotalMiB.of(values)
  const amount =
    total === null
      ? `. ${reasonOf(values, own.gpuTotalMiB) ?? 'Its memory was not measured.'}`
      : `, with ${fourDigits(total)} MiB (2²⁰ bytes).`
  return `The GPU is ${gpu.name ?? 'one without a name'}${amount}`
}

function contextAnswer(values: Values): string {
  const context = own.contextMiB.of(values)
  if (context !== null && context < 0)
    return `The trainer’s memory on the GPU grew by ${fourDigits(-context)} MiB less than the network’s parameters and buffers take, so another program must have freed memory during the reading. This run does not show the context; close other programs and run again.`
  if (context !== null)
    return `With the network loaded, the trainer held ${fourDigits(context)} MiB of the GPU more than the network’s parameters and buffers. This contains the CUDA context (driver, kernels, handles of the libraries) and what the allocator has reserved; the subtraction cannot separate them. Both sides are in MiB: subtracting MB from MiB would give another number.`
  const host = own.hostContextMiB.of(values)
  if (host === null)
    return `The context was not measured. ${reasonOf(values, own.hostContextMiB) ?? ''}`.trimEnd()
  return `No GPU trained in this run, so the context of a GPU was not measured. In host memory the same difference was ${fourDigits(host)} MiB: the engine’s library, its compiled graph, and further copies of the weights. It is not a CUDA context; on GPUs that is usually some hundred MiB.`
}

export const contextAnswers = {
  i: (values: Values, setting: NetworkSetting) => [
    `${networkName(setting)} with 10 classes has ${formatNumber(measured(values, own.parameters))} trainable parameters. At 4 bytes each that is ${fourDigits(measured(values, own.sizeMB))} MB (10⁶ bytes) or ${fourDigits(measured(values, own.sizeMiB))} MiB (2²⁰ bytes), the unit of nvidia-smi. The running statistics of batch normalisation are buffers, ${fourDigits(measured(values, own.buffersMB))} MB, and are not counted.`,
  ],
  ii: (values: Values) => [gpuAnswer(values)],
  iii: (values: Values) => [contextAnswer(values)],
}
