import type { Params } from '#contract/experiment.ts'
import type { Problem4Params } from './fields.ts'
import { presetIds, type PresetId } from './preset-settings.ts'

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

/** The parameters of problem 4, as `parseParams` has checked them, with their types. */
export const typed = (params: Params): Problem4Params => params as Problem4Params

/** The preset with this id as one of problem 4's. Throws TypeError for another. */
export function presetOf(id: string): PresetId {
  const found = presetIds.find((known) => known === id)
  if (!found) throw new TypeError(`Problem 4 has no preset "${id}".`)
  return found
}

/** Whole numbers of a list, each once, in its order. */
export const wholeNumbers = (list: readonly number[]): readonly number[] => [...new Set(list.map(Math.round))]

/** The track of a network of a sweep over numbers of images ("cnn.n20.s1": the run's own seed is s1). */
export const cellTrack = (network: NetworkName, perClass: number, seedIndex: number): string =>
  `${network}.n${perClass}.s${seedIndex + 1}`

/** The track of the CNN of one kernel size in the kernel sweep ("cnn.k7.s1"). */
export const kernelTrack = (kernel: number, seedIndex: number): string => `cnn.k${kernel}.s${seedIndex + 1}`

/** The track of one combination of the search ("cnn.lr0.01.m0.9.b10.k7.s1"). */
export const searchTrack = (
  cell: Pick<Cell, 'learningRate' | 'momentum' | 'batchSize' | 'kernel' | 'seedIndex'>,
): string =>
  `cnn.lr${cell.learningRate}.m${cell.momentum}.b${cell.batchSize}.k${cell.kernel}.s${cell.seedIndex + 1}`

/** The networks that a preset trains on every number of images. */
export function networksOf(preset: PresetId): readonly NetworkName[] {
  if (preset === '4b') return ['cnn', 'mlp', 'frozen']
  if (preset === '4f') return ['cnn', 'average', 'mlp']
  return preset === '4c-search' ? ['cnn'] : ['cnn', 'mlp']
}

/** The numbers of images per class that a preset trains this network on, smallest first. */
export function imageCounts(network: NetworkName, presetId: string, params: Params): readonly number[] {
  const { perClass, mlpPerClass, images } = typed(params)
  if (presetId === '4a' || presetId === '4c-search' || presetId === '4e-kernels') return [images]
  const more = presetId === '4c' && network === 'mlp' ? mlpPerClass : []
  return [...wholeNumbers([...perClass, ...more])].sort((a, b) => a - b)
}

/** Every training of a run with these parameters, in the order shown: by seed, by number of images, by network. */
export function cellsOf(presetId: string, params: Params): readonly Cell[] {
  const preset = presetOf(presetId)
  const p = typed(params)
  const seeds = Array.from({ length: p.seeds }, (_, index) => index)
  if (preset === '4c-search') return seeds.flatMap((seedIndex) => searchCells(p, seedIndex))
  const { epochs, batchSize, learningRate, momentum, kernel } = p
  const shared = { epochs, batchSize, learningRate, momentum }
  const cell = (network: NetworkName, perClass: number, seedIndex: number): Cell => {
    return { track: cellTrack(network, perClass, seedIndex), network, perClass, seedIndex, ...shared, kernel }
  }
  if (preset === '4e-kernels')
    return seeds.flatMap((seedIndex) => [
      ...wholeNumbers(p.kernels).map((side): Cell => {
        const track = kernelTrack(side, seedIndex)
        return { track, network: 'cnn', perClass: p.images, seedIndex, ...shared, kernel: side }
      }),
      cell('mlp', p.images, seedIndex),
    ])
  return seeds.flatMap((seedIndex) =>
    networksOf(preset).flatMap((network) =>
      imageCounts(network, preset, params).map((perClass) => cell(network, perClass, seedIndex)),
    ),
  )
}

function searchCells(p: Problem4Params, seedIndex: number): readonly Cell[] {
  const cells: Cell[] = []
  for (const learningRate of new Set(p.searchRates))
    for (const momentum of new Set(p.searchMomenta))
      for (const batchSize of wholeNumbers(p.searchBatches))
        for (const kernel of wholeNumbers(p.searchKernels)) {
          const own = { learningRate, momentum, batchSize, kernel, seedIndex }
          const track = searchTrack(own)
          cells.push({ track, network: 'cnn', perClass: p.images, epochs: p.epochs, ...own })
        }
  return cells
}

/** Epochs of all networks together; each track ends at its last epoch. */
export function totalSteps(params: Params, presetId: string): number {
  return cellsOf(presetId, params).reduce((sum, cell) => sum + cell.epochs, 0)
}

/** The seed of a repetition: the run's own, and those after it. */
export const seedOf = (runSeed: number, seedIndex: number): number => (runSeed + seedIndex) >>> 0
