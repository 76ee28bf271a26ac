import type { Table, Values } from '#contract/samples.ts'
import { kernelValues } from '#experiments/p3-gradients/pure/kernel-values.ts'

/** The cells of a grid's table as numbers, row by row; NaN for what is none. */
export const cellsOf = ({ rows }: Table): Float64Array =>
  Float64Array.from(rows.flat(), (cell) => (typeof cell === 'number' ? cell : NaN))

/** The kernels of a run of part 3a on many images; [k, k] each. */
export interface KernelPictures {
  readonly initial: Float64Array
  readonly patchSum: Float64Array
  readonly trained: Float64Array
  readonly filter: Float64Array
}

/** The kernels that the run has measured so far; null before it has all of them. */
export function kernelPictures(values: Values): KernelPictures | null {
  const initial = kernelValues.initial.of(values)
  const patchSum = kernelValues.patchSum.of(values)
  const trained = kernelValues.trained.of(values)
  const filter = kernelValues.filter.of(values)
  if (!initial || !patchSum || !trained || !filter) return null
  return {
    initial: cellsOf(initial),
    patchSum: cellsOf(patchSum),
    trained: cellsOf(trained),
    filter: cellsOf(filter),
  }
}

/** A patch with the weight with which it entered the kernel. */
export interface Patch {
  /** Number of the training image, from 1. */
  readonly image: number
  readonly className: string
  /** Top left pixel, from 1. */
  readonly row: number
  readonly column: number
  /** -eta dy. */
  readonly weight: number
  readonly pixels: Float64Array
}

/** The heading of a pixel's column: "x12" is row 1, column 2. */
const isPixel = (heading: string): boolean => /^x\d+$/.test(heading)

/** The heaviest patches of a run, heaviest first; none before it has ended. */
export function heaviestPatches(values: Values): Patch[] {
  const table = kernelValues.patches.of(values)
  if (!table) return []
  const { columns, rows } = table
  return rows.map((row) => {
    const of = (heading: string): Table['rows'][number][number] => row[columns.indexOf(heading)] ?? null
    return {
      image: Number(of('image')),
      className: String(of('class')),
      row: Number(of('row')),
      column: Number(of('column')),
      weight: Number(of('weight')),
      pixels: Float64Array.from(
        row.filter((_, at) => isPixel(columns[at] ?? '')),
        Number,
      ),
    }
  })
}
