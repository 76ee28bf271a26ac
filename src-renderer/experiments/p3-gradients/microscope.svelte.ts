import { part as part3a } from '#experiments/p3-gradients/parts/3a.ts'
import type { Grid } from '#experiments/p3-gradients/pure/grids.ts'
import {
  backwardPass,
  checkBackwardPass,
  microscopeGrids,
  steppedKernel,
  type BackwardPass,
  type GradientCheck,
  type MicroscopeGrids,
} from '#experiments/p3-gradients/pure/microscope.ts'
import { Random } from '#numeric/random.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import { PartForm } from './part-form.svelte.ts'
import { litCells, oneCell, productSum, type ChosenSum, type FactorGrid } from './products.ts'
import type { SquareField } from './refit.ts'

/** The field of the form behind each grid that can be edited. */
const fieldOf = { X: 'image', w: 'kernel', given: 'upstream' } as const
export type EditableGrid = keyof typeof fieldOf

type Params3a = ReturnType<typeof part3a.slots.main.typed>

/** What the microscope shows: the grids that the form asks for and all that follows from them. */
interface Shown {
  readonly grids: MicroscopeGrids
  readonly pass: BackwardPass
  readonly check: GradientCheck
}

/** Part 3a under the student's hands. Edits go into the form, so that a run measures what is on the screen. */
export class Microscope extends PartForm<Params3a> {
  /** The cell whose products are shown; it stays when the mouse goes elsewhere. */
  chosen = $state.raw<ChosenSum>({ of: 'dw', row: 0, column: 0 })
  /** 0: all products at once; else the first so many. */
  step = $state(0)
  readonly shown: Shown = $derived.by(() => {
    const grids = microscopeGrids(this.params, new Random(this.part.seed))
    const pass = backwardPass(grids)
    return { grids, pass, check: checkBackwardPass(grids, pass) }
  })
  readonly sum = $derived.by(() => productSum(this.shown.grids, this.shown.pass, this.within))
  readonly updated = $derived.by(() =>
    steppedKernel(this.shown.grids.kernel, this.shown.pass.dw, this.params.learningRate),
  )
  /** The loss after the step on the same image. */
  readonly lossAfter = $derived.by(() => backwardPass({ ...this.shown.grids, kernel: this.updated }).loss)

  constructor(part: PartState) {
    super(part, part3a.slots.main)
  }

  /** The chosen cell, or the nearest one if its grid has become smaller. */
  get within(): ChosenSum {
    const { of, row, column } = this.chosen
    const last = this.gridOf(of).side - 1
    return { of, row: Math.min(row, last), column: Math.min(column, last) }
  }
  gridOf(name: ChosenSum['of']): Grid {
    const { pass } = this.shown
    return name === 'Y' ? pass.output : name === 'dw' ? pass.dw : pass.dx
  }
  /** The finite difference to compare with an entry of dw or dX; null for Y. */
  differenceOf({ of, row, column }: ChosenSum): number | null {
    const { check } = this.shown
    const differences = of === 'dw' ? check.dw : of === 'dX' ? check.dx : null
    return differences?.[row * this.gridOf(of).side + column] ?? null
  }
  lit(grid: FactorGrid): ReadonlyMap<number, number> {
    return litCells(this.sum, grid, this.step)
  }
  litSum(grid: ChosenSum['of']): ReadonlyMap<number, number> {
    const { of, row, column } = this.within
    return oneCell(grid === of ? row * this.gridOf(of).side + column : null)
  }

  choose(of: ChosenSum['of'], cell: { readonly row: number; readonly column: number } | null): void {
    if (cell === null) return
    const now = this.within
    if (of === now.of && cell.row === now.row && cell.column === now.column) return
    this.chosen = { of, ...cell }
    this.step = 0
  }
  /** Sets a cell. Grids that were drawn from the seed first become typed ones with the same entries. */
  edit(grid: EditableGrid, row: number, column: number, value: number): void {
    if (!this.canEdit) return
    const { grids } = this.shown
    const all = { X: grids.image, w: grids.kernel, given: grids.given }
    if (this.params.grids === 'random') this.type(grids)
    const values = [...all[grid].values]
    values[row * all[grid].side + column] = value
    this.part.change(fieldOf[grid], values)
  }
  /** Makes the updated kernel the kernel. */
  takeStep(): void {
    if (!this.canEdit) return
    const { updated, shown } = this
    if (this.params.grids === 'random') this.type(shown.grids)
    this.part.change('kernel', [...updated.values])
  }
  get squareFields(): readonly SquareField[] | null {
    const { params, problems } = this.part
    // Not the typed parameters: those wait until the lists fit.
    const [imageSide, kernelSide] = [Number(params['imageSide']), Number(params['kernelSide'])]
    if ('imageSide' in problems || 'kernelSide' in problems || kernelSide > imageSide) return null
    return [
      { name: 'image', side: imageSide },
      { name: 'kernel', side: kernelSide },
      { name: 'upstream', side: imageSide - kernelSide + 1 },
    ]
  }

  private type({ image, kernel, given }: MicroscopeGrids): void {
    this.part.change('image', [...image.values])
    this.part.change('kernel', [...kernel.values])
    this.part.change('upstream', [...given.values])
    this.part.change('grids', 'typed')
  }
}
