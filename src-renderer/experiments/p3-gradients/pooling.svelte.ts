import {
  checkPooling,
  levelSummaries,
  pooledSide,
  poolingGrids,
  poolingPass,
  typed,
  type PoolingGrids,
} from '#experiments/p3-gradients/definition.ts'
import { Random } from '#numeric/random.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import { outputAbove } from './route-lines.ts'
import { refitted, type SquareField } from './refit.ts'

/** The grid of parts c and d under the student's hands; edits go into the form of the part. */
export class PoolingLab {
  readonly part: PartState
  /** The output whose routes are shown; null: all. */
  output = $state<number | null>(null)
  readonly params = $derived.by(() => typed(this.part.params))
  /** Why the grid of the form cannot be pooled, one sentence. */
  readonly problem = $derived.by(() => Object.values(this.part.problems)[0] ?? null)
  #last: PoolingGrids | null = null
  /** The last grids that could be pooled; null where there have been none yet. */
  readonly grids = $derived.by(() => {
    if (this.problem === null) this.#last = poolingGrids(this.params, new Random(this.part.seed))
    return this.#last
  })
  readonly passes = $derived.by(() =>
    this.grids ? { max: poolingPass('max', this.grids), average: poolingPass('average', this.grids) } : null,
  )
  readonly levels = $derived.by(() =>
    this.passes
      ? { max: levelSummaries(this.passes.max), average: levelSummaries(this.passes.average) }
      : null,
  )
  readonly checks = $derived.by(() =>
    this.grids
      ? { max: checkPooling('max', this.grids), average: checkPooling('average', this.grids) }
      : null,
  )
  readonly canEdit = $derived.by(() => this.problem === null && !(this.part.run?.isLive ?? false))

  constructor(part: PartState) {
    this.part = part
  }

  pointPixel(cell: { readonly row: number; readonly column: number } | null): void {
    const { grids } = this
    this.output = cell && grids ? outputAbove(cell.row, cell.column, grids.layers, grids.upstream.side) : null
  }
  pointOutput(cell: { readonly row: number; readonly column: number } | null): void {
    this.output = cell && this.grids ? cell.row * this.grids.upstream.side + cell.column : null
  }
  /** Sets a pixel; a grid from the seed becomes a typed one first. */
  editPixel(row: number, column: number, value: number): void {
    const grid = this.grids?.grid
    if (!grid || !this.canEdit) return
    this.part.change('pixels', [...grid.values].with(row * grid.side + column, value))
    this.part.change('poolGrid', 'typed')
  }
  editOutputGradient(row: number, column: number, value: number): void {
    const upstream = this.grids?.upstream
    if (!upstream || !this.canEdit) return
    this.part.change('outputGradient', [...upstream.values].with(row * upstream.side + column, value))
    this.part.change('poolUpstream', 'typed')
  }
  /** Fits typed lists to sides that have changed, if the sides are allowed; the sides they fit now are returned. */
  refit(before: readonly SquareField[]): readonly SquareField[] {
    const { poolSide, layers } = this.params
    const outputSide = pooledSide(poolSide, layers)
    const { problems } = this.part
    if ('poolSide' in problems || 'layers' in problems || outputSide < 1) return before
    const now = [
      { name: 'pixels', side: poolSide },
      { name: 'outputGradient', side: outputSide },
    ]
    for (const [name, list] of Object.entries(refitted(this.part.params, before, now)))
      this.part.change(name, list)
    return now
  }
}
