import {
  checkPooling,
  levelSummaries,
  pooledSide,
  poolingGrids,
  poolingPass,
  type PoolingParams,
} from '#experiments/p3-gradients/pure/pooling-grid.ts'
import { Random } from '#numeric/random.ts'
import { PartForm } from './part-form.svelte.ts'
import type { SquareField } from './refit.ts'
import { outputAbove } from './route-lines.ts'

/** The grid of part 3c or 3d under the student's hands; edits go into the form of the part. */
export class PoolingLab<P extends PoolingParams> extends PartForm<P> {
  /** The output whose routes are shown; null: all. */
  output = $state<number | null>(null)
  readonly grids = $derived.by(() => poolingGrids(this.params, new Random(this.part.seed)))
  readonly passes = $derived.by(() => ({
    max: poolingPass('max', this.grids),
    average: poolingPass('average', this.grids),
  }))
  readonly levels = $derived.by(() => ({
    max: levelSummaries(this.passes.max),
    average: levelSummaries(this.passes.average),
  }))
  readonly checks = $derived.by(() => ({
    max: checkPooling('max', this.grids),
    average: checkPooling('average', this.grids),
  }))

  pointPixel(cell: { readonly row: number; readonly column: number } | null): void {
    const { layers, upstream } = this.grids
    this.output = cell && outputAbove(cell.row, cell.column, layers, upstream.side)
  }
  pointOutput(cell: { readonly row: number; readonly column: number } | null): void {
    this.output = cell && cell.row * this.grids.upstream.side + cell.column
  }
  /** Sets a pixel; a grid from the seed becomes a typed one first. */
  editPixel(row: number, column: number, value: number): void {
    if (!this.canEdit) return
    const { grid } = this.grids
    this.part.change('pixels', [...grid.values].with(row * grid.side + column, value))
    this.part.change('poolGrid', 'typed')
  }
  editOutputGradient(row: number, column: number, value: number): void {
    if (!this.canEdit) return
    const { upstream } = this.grids
    this.part.change('outputGradient', [...upstream.values].with(row * upstream.side + column, value))
    this.part.change('poolUpstream', 'typed')
  }
  get squareFields(): readonly SquareField[] | null {
    const { params, problems } = this.part
    // Not the typed parameters: those wait until the lists fit.
    const poolSide = Number(params['poolSide'])
    const outputSide = pooledSide(poolSide, Number(params['layers']))
    if ('poolSide' in problems || 'layers' in problems || outputSide < 1) return null
    return [
      { name: 'pixels', side: poolSide },
      { name: 'outputGradient', side: outputSide },
    ]
  }
}
