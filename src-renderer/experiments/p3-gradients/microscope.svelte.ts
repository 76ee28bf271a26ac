import {
  backwardPass,
  checkBackwardPass,
  microscopeGrids,
  steppedKernel,
  typed,
  type BackwardPass,
  type GradientCheck,
  type Grid,
  type MicroscopeGrids,
} from '#experiments/p3-gradients/definition.ts'
import { Random } from '#numeric/random.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import { litCells, oneCell, productSum, type ChosenSum, type FactorGrid } from './products.ts'
import { refitted, type SquareField } from './refit.ts'

/** The field of the form behind each grid that can be edited. */
const fieldOf = { X: 'image', w: 'kernel', given: 'upstream' } as const
export type EditableGrid = keyof typeof fieldOf

/** What the microscope shows: the grids that the form asks for and all that follows from them. */
interface Shown {
  readonly grids: MicroscopeGrids
  readonly pass: BackwardPass
  readonly check: GradientCheck
}

/** Part a under the student's hands. What is edited goes into the form, so that a run measures what is on the screen. */
export class Microscope {
  readonly part: PartState
  /** The cell whose products are shown; it stays when the mouse goes elsewhere. */
  chosen = $state.raw<ChosenSum>({ of: 'dw', row: 0, column: 0 })
  /** 0: all products at once; else the first so many. */
  step = $state(0)
  readonly params = $derived.by(() => typed(this.part.params))
  /** Why the grids of the form cannot be shown, one sentence. */
  readonly problem = $derived.by(() => Object.values(this.part.problems)[0] ?? null)
  #last: Shown | null = null
  /** The last grids that could be shown; null where there have been none yet. */
  readonly shown = $derived.by(() => {
    if (this.problem === null) this.#last = this.compute()
    return this.#last
  })
  readonly canEdit = $derived.by(() => this.problem === null && !(this.part.run?.isLive ?? false))
  readonly sum = $derived.by(() =>
    this.shown ? productSum(this.shown.grids, this.shown.pass, this.within) : null,
  )
  readonly updated = $derived.by(() =>
    this.shown ? steppedKernel(this.shown.grids.kernel, this.shown.pass.dw, this.params.learningRate) : null,
  )
  /** The loss after the step on the same image. */
  readonly lossAfter = $derived.by(() => {
    const { shown, updated } = this
    return shown && updated ? backwardPass({ ...shown.grids, kernel: updated }).loss : null
  })

  constructor(part: PartState) {
    this.part = part
  }

  /** The chosen cell, or the nearest there is where its grid has become smaller. */
  get within(): ChosenSum {
    const { of, row, column } = this.chosen
    const side = this.gridOf(of)?.side ?? 1
    return { of, row: Math.min(row, side - 1), column: Math.min(column, side - 1) }
  }
  gridOf(name: ChosenSum['of']): Grid | undefined {
    const pass = this.shown?.pass
    return name === 'Y' ? pass?.output : name === 'dw' ? pass?.dw : pass?.dx
  }
  /** The finite difference that stands against an entry of dw or dX. */
  differenceOf({ of, row, column }: ChosenSum): number | null {
    const side = this.gridOf(of)?.side ?? 1
    const differences = of === 'dw' ? this.shown?.check.dw : of === 'dX' ? this.shown?.check.dx : undefined
    return differences?.[row * side + column] ?? null
  }
  lit(grid: FactorGrid): ReadonlyMap<number, number> {
    return litCells(this.sum, grid, this.step)
  }
  litSum(grid: ChosenSum['of']): ReadonlyMap<number, number> {
    const { of, row, column } = this.within
    return oneCell(grid === of ? row * (this.gridOf(of)?.side ?? 1) + column : null)
  }

  choose(of: ChosenSum['of'], cell: { readonly row: number; readonly column: number } | null): void {
    if (cell === null) return
    const now = this.within
    if (of === now.of && cell.row === now.row && cell.column === now.column) return
    this.chosen = { of, ...cell }
    this.step = 0
  }
  /** Sets a cell. Grids that were drawn from the seed become typed ones first, as they are. */
  edit(grid: EditableGrid, row: number, column: number, value: number): void {
    const grids = this.shown?.grids
    if (!grids || !this.canEdit) return
    const all = { X: grids.image, w: grids.kernel, given: grids.given }
    if (this.params.grids === 'random') this.type(grids)
    const values = [...all[grid].values]
    values[row * all[grid].side + column] = value
    this.part.change(fieldOf[grid], values)
  }
  /** Makes the updated kernel the kernel. */
  takeStep(): void {
    const { updated, shown } = this
    if (!updated || !shown || !this.canEdit) return
    if (this.params.grids === 'random') this.type(shown.grids)
    this.part.change('kernel', [...updated.values])
  }
  /** Fits typed lists to sides that have changed, if the sides are allowed; the sides they fit now are returned. */
  refit(before: readonly SquareField[]): readonly SquareField[] {
    const { imageSide, kernelSide } = this.params
    const { problems } = this.part
    if ('imageSide' in problems || 'kernelSide' in problems || kernelSide > imageSide) return before
    const now = [
      { name: 'image', side: imageSide },
      { name: 'kernel', side: kernelSide },
      { name: 'upstream', side: imageSide - kernelSide + 1 },
    ]
    for (const [name, list] of Object.entries(refitted(this.part.params, before, now)))
      this.part.change(name, list)
    return now
  }

  private type({ image, kernel, given }: MicroscopeGrids): void {
    this.part.change('image', [...image.values])
    this.part.change('kernel', [...kernel.values])
    this.part.change('upstream', [...given.values])
    this.part.change('grids', 'typed')
  }
  private compute(): Shown {
    const grids = microscopeGrids(this.params, new Random(this.part.seed))
    const pass = backwardPass(grids)
    return { grids, pass, check: checkBackwardPass(grids, pass) }
  }
}
