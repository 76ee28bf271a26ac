import { searchTrack, seedIndices, wholeNumbers, type Cell } from './cells.ts'

/** The grid of a search, and how the CNN is trained at each of its points. */
export interface SearchGrid {
  readonly images: number
  readonly seeds: number
  readonly epochs: number
  readonly searchRates: readonly number[]
  readonly searchMomenta: readonly number[]
  readonly searchBatches: readonly number[]
  readonly searchKernels: readonly number[]
}

/** The CNN with every combination of the lists, in every repetition. */
export const searchCells = (grid: SearchGrid): readonly Cell[] =>
  seedIndices(grid.seeds).flatMap((seedIndex) =>
    [...new Set(grid.searchRates)].flatMap((learningRate) =>
      [...new Set(grid.searchMomenta)].flatMap((momentum) =>
        wholeNumbers(grid.searchBatches).flatMap((batchSize) =>
          wholeNumbers(grid.searchKernels).map((kernel): Cell => {
            const own = { learningRate, momentum, batchSize, kernel, seedIndex }
            const track = searchTrack(own)
            return { track, network: 'cnn', perClass: grid.images, epochs: grid.epochs, ...own }
          }),
        ),
      ),
    ),
  )
