/** Readings of the engine onnx on a CPU: those that its workspace is fitted to, and others that test the fit. */
import { predictedHostGrowth } from './engine-memory.ts'
import { resnet, type ResnetDepth } from './resnet.ts'

/** Growth of the trainer's resident set from the open engine to its highest over 5 steps, in MiB. */
export interface Readings {
  readonly depth: ResnetDepth
  readonly side: number
  readonly batch: number
  readonly sgd: number
  readonly momentum: number
  readonly adam: number
}

/** Two cores, Linux, onnxruntime-node 1.30; each reading in a process of its own, as part 5b takes it. */
export const fittedReadings: readonly Readings[] = [
  { depth: 18, side: 32, batch: 8, sgd: 360, momentum: 524, adam: 681 },
  { depth: 50, side: 64, batch: 8, sgd: 590, momentum: 1016, adam: 1355 },
  { depth: 18, side: 64, batch: 64, sgd: 484, momentum: 682, adam: 848 },
  { depth: 34, side: 64, batch: 16, sgd: 538, momentum: 910, adam: 1246 },
  { depth: 50, side: 32, batch: 32, sgd: 593, momentum: 990, adam: 1347 },
  { depth: 101, side: 64, batch: 4, sgd: 995, momentum: 1643, adam: 2320 },
  { depth: 18, side: 32, batch: 200, sgd: 448, momentum: 631, adam: 820 },
  { depth: 152, side: 32, batch: 8, sgd: 1290, momentum: 2184, adam: 3103 },
  { depth: 18, side: 112, batch: 20, sgd: 479, momentum: 668, adam: 840 },
]

/** The same machine, other settings. */
export const heldOutReadings: readonly Readings[] = [
  { depth: 18, side: 48, batch: 12, sgd: 334, momentum: 531, adam: 696 },
  { depth: 101, side: 40, batch: 6, sgd: 981, momentum: 1655, adam: 2302 },
  { depth: 50, side: 48, batch: 12, sgd: 577, momentum: 986, adam: 1347 },
  { depth: 18, side: 96, batch: 24, sgd: 464, momentum: 657, adam: 827 },
  { depth: 34, side: 48, batch: 40, sgd: 607, momentum: 919, adam: 1267 },
  { depth: 18, side: 160, batch: 6, sgd: 428, momentum: 627, adam: 784 },
  { depth: 34, side: 112, batch: 10, sgd: 579, momentum: 958, adam: 1299 },
  { depth: 18, side: 32, batch: 400, sgd: 599, momentum: 811, adam: 978 },
]

/** What the readings that were not used for the fit say of it. */
export interface HeldOutErrors {
  /** Measured growth less predicted, as a share of predicted. */
  readonly errors: readonly number[]
  /** "ResNet-18, 34, sides 40 to 160, batches of 6 to 40". */
  readonly settings: string
}

/** The errors of the prediction for each held-out reading, with their settings in words. */
export function heldOutErrors(): HeldOutErrors {
  const errors = heldOutReadings.flatMap(({ depth, side, batch, ...growth }) => {
    const model = resnet({ depth, classes: 10, side })
    return (['sgd', 'momentum', 'adam'] as const).map(
      (optimizer) => (growth[optimizer] * 2 ** 20) / predictedHostGrowth(model, optimizer, batch) - 1,
    )
  })
  const depths = [...new Set(heldOutReadings.map(({ depth }) => depth))].sort((a, b) => a - b)
  const range = (of: (readings: Readings) => number): string => {
    const all = heldOutReadings.map(of)
    return `${Math.min(...all)} to ${Math.max(...all)}`
  }
  const settings = `ResNet-${depths.join(', ')}, sides ${range(({ side }) => side)}, batches of ${range(({ batch }) => batch)}`
  return { errors, settings }
}
