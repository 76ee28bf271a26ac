/** The trainings of a run, and what a slot declares of them: one network each, all independent of each other. */
import type { DataKind } from './data.ts'

/** The networks of problem 4: `frozen` has edge detectors for filters, `average` pools by averages. */
export const networkNames = ['cnn', 'mlp', 'frozen', 'average'] as const
export type NetworkName = (typeof networkNames)[number]

/** What makes one network's training; two cells of one seed and one number of images share their data. */
export interface Cell {
  /** Logs this cell's epochs and snapshots; unique in the run. */
  readonly track: string
  readonly network: NetworkName
  readonly perClass: number
  /** 0 for the run's own seed, 1 for the one after it. */
  readonly seedIndex: number
  readonly epochs: number
  readonly batchSize: number
  readonly learningRate: number
  readonly momentum: number
  /** Side of the filters; the MLP has none and ignores it. */
  readonly kernel: number
}

/** All that a run trains, and on what. */
export interface SweepPlan {
  readonly data: DataKind
  /** In the order shown: by seed, by network, by number of images. */
  readonly cells: readonly Cell[]
  /** Numbers of images per class that all networks are trained on, smallest first: the data worth showing. */
  readonly counts: readonly number[]
  /** The epochs after which the tables have a row, the last among them. */
  readonly checkpoints: readonly number[]
  /** Whether each network also answers fresh test images. */
  readonly isTested: boolean
}

/** Whole numbers of a list, each once, in its order. */
export const wholeNumbers = (list: readonly number[]): readonly number[] => [...new Set(list.map(Math.round))]

/** The numbers of images per class in a list: whole, each once, smallest first. */
export const imageCounts = (list: readonly number[]): readonly number[] =>
  [...wholeNumbers(list)].sort((a, b) => a - b)

/** The track of a network of a sweep over numbers of images ("cnn.n20.s1": the run's own seed is s1). */
export const cellTrack = (network: NetworkName, perClass: number, seedIndex: number): string =>
  `${network}.n${perClass}.s${seedIndex + 1}`

/** The track of the CNN of one kernel size in the kernel sweep ("cnn.k7.s1"). */
export const kernelTrack = (kernel: number, seedIndex: number): string => `cnn.k${kernel}.s${seedIndex + 1}`

/** The track of one combination of the search ("cnn.lr0.01.m0.9.b10.k7.s1"); the MLP's is the same without a kernel. */
export function searchTrack(
  cell: Pick<Cell, 'network' | 'learningRate' | 'momentum' | 'batchSize' | 'kernel' | 'seedIndex'>,
): string {
  const kernel = cell.network === 'mlp' ? '' : `.k${cell.kernel}`
  return `${cell.network}.lr${cell.learningRate}.m${cell.momentum}.b${cell.batchSize}${kernel}.s${cell.seedIndex + 1}`
}

/** The indices of a run's repetitions. */
export const seedIndices = (seeds: number): readonly number[] => Array.from({ length: seeds }, (_, i) => i)

/** How the networks of a sweep over numbers of images are trained. */
export interface TrainingSettings {
  readonly seeds: number
  readonly epochs: number
  readonly batchSize: number
  readonly learningRate: number
  readonly momentum: number
  readonly kernel: number
}

/** One network on one number of images in one repetition, trained with these settings. */
export function imagesCell(
  { epochs, batchSize, learningRate, momentum, kernel }: Omit<TrainingSettings, 'seeds'>,
  network: NetworkName,
  perClass: number,
  seedIndex: number,
): Cell {
  const track = cellTrack(network, perClass, seedIndex)
  return { track, network, perClass, seedIndex, epochs, batchSize, learningRate, momentum, kernel }
}

/** Every network on every number of images (those of `countsOf`), in every repetition. */
export const imagesCells = (
  settings: TrainingSettings,
  networks: readonly NetworkName[],
  countsOf: (network: NetworkName) => readonly number[],
): readonly Cell[] =>
  seedIndices(settings.seeds).flatMap((seedIndex) =>
    networks.flatMap((network) =>
      countsOf(network).map((perClass) => imagesCell(settings, network, perClass, seedIndex)),
    ),
  )

/** The networks of these trainings, each once, in their order. */
export const networksOf = (cells: readonly Cell[]): readonly NetworkName[] => [
  ...new Set(cells.map(({ network }) => network)),
]

/** The numbers of images per class of these trainings, smallest first. */
export const countsOf = (cells: readonly Cell[]): readonly number[] =>
  imageCounts(cells.map(({ perClass }) => perClass))

/** Epochs of all networks together; each track ends at its last epoch. */
export const totalEpochs = ({ cells }: SweepPlan): number => cells.reduce((sum, cell) => sum + cell.epochs, 0)

/** The seed of a repetition: the run's own, and those after it. */
export const seedOf = (runSeed: number, seedIndex: number): number => (runSeed + seedIndex) >>> 0
