import { searchTrack, seedIndices, wholeNumbers, type Cell } from './cells.ts'

/** The grid of a search, and how the networks are trained at each of its points. */
export interface SearchGrid {
  readonly images: number
  readonly seeds: number
  readonly epochs: number
  readonly searchRates: readonly number[]
  readonly searchMomenta: readonly number[]
  readonly searchBatches: readonly number[]
  readonly searchKernels: readonly number[]
}

/**
 * Every combination of the lists in every repetition: the CNN with each kernel, and the MLP once, which has none
 * (`anyKernel` stands in its record).
 */
export const searchCells = (grid: SearchGrid, anyKernel: number): readonly Cell[] =>
  seedIndices(grid.seeds).flatMap((seedIndex) =>
    [...new Set(grid.searchRates)].flatMap((learningRate) =>
      [...new Set(grid.searchMomenta)].flatMap((momentum) =>
        wholeNumbers(grid.searchBatches).flatMap((batchSize) => {
          const cell = (network: 'cnn' | 'mlp', kernel: number): Cell => {
            const own = { network, learningRate, momentum, batchSize, kernel, seedIndex }
            return { track: searchTrack(own), perClass: grid.images, epochs: grid.epochs, ...own }
          }
          return [
            ...wholeNumbers(grid.searchKernels).map((kernel) => cell('cnn', kernel)),
            cell('mlp', anyKernel),
          ]
        }),
      ),
    ),
  )
