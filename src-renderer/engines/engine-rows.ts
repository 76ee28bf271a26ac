import type { DeviceRow, EngineJob, LibrarySource, Standing } from '#contract/engines.ts'
import { deviceKindWords } from '#contract/devices.ts'
import { formatMegabytes } from '#text/bytes.ts'
import { formatShort } from '#text/numbers.ts'

/** A state in words, and the tone of its badge. */
export const standings: Readonly<
  Record<Standing, { readonly words: string; readonly tone: 'good' | 'going' | 'held' | 'quiet' | 'bad' }>
> = {
  ready: { words: 'ready', tone: 'good' },
  notTried: { words: 'not tried', tone: 'held' },
  trying: { words: 'being tried', tone: 'going' },
  refused: { words: 'refused', tone: 'bad' },
  unavailable: { words: 'not available', tone: 'quiet' },
  notInstalled: { words: 'not installed', tone: 'quiet' },
}

/** What an engine is, for the heading of its devices. */
export const engineTitles: Readonly<Record<string, string>> = {
  typescript: 'plain typed arrays, for the parts that train no network',
  onnx: 'onnxruntime, comes with the lab',
  tensorflow: 'TensorFlow.js with its native library',
}

export const sourceTitles: Readonly<Record<LibrarySource, string>> = {
  wheel: 'TensorFlow wheel from the package index, with pip and g++ (CUDA 12 if NVIDIA’s driver is loaded)',
  archive: 'Archive of TensorFlow.js on Google storage (TensorFlow 2.9; CUDA 11.2)',
}

/** The kind of a device: "GPU, WebGPU"; after its id if nothing else is known of it. */
export function rowTitle({ device, id }: DeviceRow): string {
  if (device !== null) return deviceKindWords(device)
  return id === 'cuda' ? 'GPU, CUDA' : id.toUpperCase()
}

/** "Problem 4’s CNN with 64 images: 3.4 ms a step (predicted). Measured: ...". */
export function speedText({ speed }: DeviceRow): string {
  if (speed === null) return 'not measured'
  const ms = (value: number): string => `${formatShort(value, 2)}\u00a0ms`
  return (
    `${ms(speed.stepMs)} a step, ${ms(speed.layerMs)} more for each layer and ${ms(speed.megaMs)} for each million ` +
    `multiply-adds (measured on small networks with the trial). A step of problem 4’s CNN with 64 images: ` +
    `${ms(speed.cnnMs)} (predicted from these).`
  )
}

/** How far a job is. */
export function jobText({ says, amount, isCancelled }: EngineJob): string {
  if (isCancelled) return 'Cancelling …'
  if (!amount) return says
  const of = amount.total === null ? '' : ` of ${formatMegabytes(amount.total)}`
  return `${amount.name}: ${formatMegabytes(amount.bytes)}${of}`
}

/** The devices by engine, in the order of the lab's table; those that train networks first. */
export function byEngine(
  rows: readonly DeviceRow[],
): { readonly engine: string; readonly rows: readonly DeviceRow[] }[] {
  const isFirst = ({ trains }: DeviceRow): boolean => trains === 'networks'
  const sorted = [...rows.filter(isFirst), ...rows.filter((row) => !isFirst(row))]
  const names = [...new Set(sorted.map(({ engine }) => engine))]
  return names.map((engine) => ({ engine, rows: rows.filter((row) => row.engine === engine) }))
}
