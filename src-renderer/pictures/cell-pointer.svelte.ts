import type { Cell } from './picture-props.ts'

/** Which cell of a grid is pointed at: the hovered one, else the focused one, else none. */
export class CellPointer {
  /** Where the focus is, or returns to. */
  active = $state(0)
  #hovered = $state<number | null>(null)
  #hasFocus = $state(false)
  readonly index = $derived(this.#hovered ?? (this.#hasFocus ? this.active : null))
  #told: number | null = null
  readonly #tell: (index: number | null) => void

  /** `tell` hears of every change. */
  constructor(tell: (index: number | null) => void) {
    this.#tell = tell
  }
  hover(index: number | null): void {
    this.#hovered = index
    this.#report()
  }
  focus(index: number): void {
    this.active = index
    this.#hasFocus = true
    this.#report()
  }
  blur(): void {
    this.#hasFocus = false
    this.#report()
  }
  /** A key moves on: the mouse, wherever it rests, counts no more. */
  leaveHover(): void {
    this.#hovered = null
  }
  #report(): void {
    if (this.#told === this.index) return
    this.#told = this.index
    this.#tell(this.index)
  }
}

/** Row and column of a cell by its index. */
export const cellAt = (index: number, columns: number): Cell => ({
  row: Math.floor(index / columns),
  column: index % columns,
})
