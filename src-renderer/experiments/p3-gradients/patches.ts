import type { Values } from '#contract/samples.ts'
import { tableOf } from '../../lab/run-values.ts'
import { cellsOf } from './run-tables.ts'

/** The kernel's pictures of a run of part a on many images; [k, k] each. */
export interface KernelPictures {
  readonly initial: Float64Array
  readonly patchSum: Float64Array
  readonly trained: Float64Array
  readonly filter: Float64Array
}

/** The pictures that the run has measured so far; null before it has all of them. */
export function kernelPictures(values: Values | undefined): KernelPictures | null {
  const [initial, patchSum, trained, filter] = ['initial', 'patchSum', 'trained', 'filter'].map((name) =>
    tableOf(values, `3a.${name}`),
  )
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

/** The heaviest patches of a run, heaviest first; none before it has ended. */
export function heaviestPatches(values: Values | undefined): Patch[] {
  const table = tableOf(values, '3a.patches')
  return (table?.rows ?? []).map(([image, className, row, column, weight, ...pixels]) => ({
    image: Number(image),
    className: String(className),
    row: Number(row),
    column: Number(column),
    weight: Number(weight),
    pixels: Float64Array.from(pixels, Number),
  }))
}
