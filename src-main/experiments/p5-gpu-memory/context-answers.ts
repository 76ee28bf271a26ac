import type { Values } from '#contract/samples.ts'
import { reasonOf, type NumberValue } from '#contract/values.ts'
import { MissingValue, pending } from '../answer-text.ts'
import * as measured from './pure/context-values.ts'
import { networkName, type NetworkSetting } from './pure/network.ts'

const four = (value: number): string => String(Number(value.toPrecision(4)))
const withSpaces = (count: number): string => count.toLocaleString('en-US').replaceAll(',', ' ')

/** A number that every complete run has. Throws MissingValue for a damaged one. */
function numberIn(values: Values, value: NumberValue): number {
  const number = value.of(values)
  if (number === null) throw new MissingValue(reasonOf(values, value) ?? pending)
  return number
}

function gpuAnswer(values: Values): string {
  const [gpu] = measured.gpus.of(values) ?? []
  if (!gpu) return `There is no GPU to name. ${reasonOf(values, measured.gpus) ?? 'None was listed.'}`
  const total = measured.gpuTotalMiB.of(values)
  const amount =
    total === null
      ? `. ${reasonOf(values, measured.gpuTotalMiB) ?? 'Its memory was not measured.'}`
      : `, with ${four(total)} MiB (2²⁰ bytes).`
  return `The GPU is ${gpu.name ?? 'one without a name'}${amount}`
}

function contextAnswer(values: Values): string {
  const context = measured.contextMiB.of(values)
  if (context !== null && context < 0)
    return `The trainer’s memory on the GPU grew by ${four(-context)} MiB less than the network’s parameters and buffers take, so another program must have freed memory during the reading. This run does not show the context; close other programs and run again.`
  if (context !== null)
    return `With the network loaded, the trainer held ${four(context)} MiB of the GPU more than the network’s parameters and buffers. This contains the CUDA context (driver, kernels, handles of the libraries) and what the allocator has reserved; the subtraction cannot separate them. Both sides are in MiB: subtracting MB from MiB would give another number.`
  const host = measured.hostContextMiB.of(values)
  if (host === null)
    return `The context was not measured. ${reasonOf(values, measured.hostContextMiB) ?? ''}`.trimEnd()
  return `No GPU trained in this run, so the context of a GPU was not measured. In host memory the same difference was ${four(host)} MiB: the engine’s library, its compiled graph, and further copies of the weights. It is not a CUDA context; on GPUs that is usually some hundred MiB.`
}

export const contextAnswers = {
  i: (values: Values, setting: NetworkSetting) => [
    `${networkName(setting)} with 10 classes has ${withSpaces(numberIn(values, measured.parameters))} trainable parameters. At 4 bytes each that is ${four(numberIn(values, measured.sizeMB))} MB (10⁶ bytes) or ${four(numberIn(values, measured.sizeMiB))} MiB (2²⁰ bytes), the unit of nvidia-smi. The running statistics of batch normalisation are buffers, ${four(numberIn(values, measured.buffersMB))} MB, and not counted.`,
  ],
  ii: (values: Values) => [gpuAnswer(values)],
  iii: (values: Values) => [contextAnswer(values)],
}
