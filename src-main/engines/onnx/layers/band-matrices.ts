import type { Conv2dLayer } from '#models/model.ts'

/** How an image's sides are taken apart by a band convolution: which input row or column each output sees. */
export interface BandSizes {
  readonly filters: number
  readonly kernel: number
  readonly stride: number
  /** Reflected rows and columns on each side. */
  readonly reflected: number
}

/** Those of a layer without zeros around its images. */
export const bandSizes = ({ filters, kernel, stride, padding }: Conv2dLayer): BandSizes => ({
  filters,
  kernel,
  stride,
  reflected: padding.kind === 'reflect' ? padding.size : 0,
})

/** Output rows of an image `side` high, and output columns of one as wide. */
export const stepsAlong = (side: number, { kernel, stride, reflected }: BandSizes): number =>
  Math.floor((side + 2 * reflected - kernel) / stride) + 1

/** The input row that output row `row` sees at kernel position `offset`; reflected at the borders. */
function seenIndex(side: number, row: number, offset: number, { stride, reflected }: BandSizes): number {
  const distance = Math.abs(row * stride + offset - reflected)
  return distance < side ? distance : 2 * (side - 1) - distance
}

/** The input rows that these output rows see, [rows x kernel]. */
export function seenRows(height: number, rows: readonly number[], sizes: BandSizes): Int32Array {
  return Int32Array.from(
    rows.flatMap((row) =>
      Array.from({ length: sizes.kernel }, (_, offset) => seenIndex(height, row, offset, sizes)),
    ),
  )
}

/** The transpose of gathering them: [height, rows x kernel], 1 where an input row was seen. */
export function rowCollector(height: number, rows: readonly number[], sizes: BandSizes): Float32Array {
  const seen = seenRows(height, rows, sizes)
  const values = new Float32Array(height * seen.length)
  seen.forEach((row, i) => (values[row * seen.length + i] = 1))
  return values
}

/** [kernel, width x columns]: 1 where kernel position, input column and output column meet. */
export function offsetMatrix(width: number, columns: readonly number[], sizes: BandSizes): Float32Array {
  const { kernel } = sizes
  const values = new Float32Array(kernel * width * columns.length)
  for (let offset = 0; offset < kernel; offset++)
    columns.forEach((column, i) => {
      const from = seenIndex(width, column, offset, sizes)
      values[(offset * width + from) * columns.length + i] = 1
    })
  return values
}
