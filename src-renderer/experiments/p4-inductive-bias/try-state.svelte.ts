import {
  bandSide,
  bytesToInputs,
  drawBandImage,
  toBytes,
} from '#experiments/p4-inductive-bias/pure/band-image.ts'
import {
  changed,
  firstBand,
  hasColumn,
  hasRow,
  movedTo,
  nudged,
  parametersOfTry,
  tryLimits,
  type TryBand,
  type TryKind,
} from './try-band.ts'
import { emptyDrawing, stroke, type Drawing, type Place } from './try-drawing.ts'

/** How the image comes about: one of the generator's forms, or drawn freely. */
export type TryMode = TryKind | 'drawing'
export const tryModes: readonly { readonly id: TryMode; readonly label: string }[] = [
  { id: 'horizontal', label: 'Horizontal' },
  { id: 'vertical', label: 'Vertical' },
  { id: 'diagonal', label: 'Diagonal' },
  { id: 'both', label: 'Both' },
  { id: 'none', label: 'None' },
  { id: 'drawing', label: 'Free drawing' },
]

const arrows: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The image under the student's hands: a band that is dragged, or a free drawing; pointer and keys act on it. */
export class TryState {
  mode = $state<TryMode>('horizontal')
  band = $state.raw<TryBand>(firstBand)
  /** The brush's place in a free drawing, for the keys. */
  cursor = $state.raw<Place>({ row: 14, column: 14 })
  /** While the pen is down, the arrow keys draw. */
  isPenDown = $state(false)
  private drawing = $state.raw<Drawing>(emptyDrawing(firstBand.background))

  /** [784] bytes, converted as the corrected generator does. */
  readonly bytes: Uint8Array = $derived(
    this.mode === 'drawing' ? toBytes(this.drawing, 'round') : drawBandImage(parametersOfTry(this.band)),
  )
  /** [784], what a network receives. */
  readonly inputs: Float32Array = $derived(bytesToInputs(this.bytes))

  get isDrawing(): boolean {
    return this.mode === 'drawing'
  }

  /** The row (or column, where there is no row) that the keys move, for screen readers. */
  get place(): number {
    if (this.isDrawing) return this.cursor.row
    return hasColumn(this.band.kind) && !hasRow(this.band.kind) ? this.band.column : this.band.row
  }
  /** Takes another form; a free drawing begins with the band that was there. */
  choose(mode: TryMode): void {
    if (mode === 'drawing') {
      if (this.mode !== 'drawing') this.drawing = Float64Array.from(this.bytes, (byte) => byte / 255)
    } else this.band = changed(this.band, { kind: mode })
    this.isPenDown = false
    this.mode = mode
  }
  change(change: Partial<TryBand>): void {
    this.band = changed(this.band, change)
  }
  /** An empty drawing of the background's intensity. */
  clear(): void {
    this.drawing = emptyDrawing(this.band.background)
  }

  /** The pointer at a point of the image (row and column, 0 to 28); `from` is where it was before, while pressed. */
  point(row: number, column: number, from: Place | null): Place {
    const here = { row: Math.floor(row), column: Math.floor(column) }
    if (!this.isDrawing) this.band = movedTo(this.band, row, column)
    else {
      this.cursor = clamped(here)
      this.draw(from ?? here, here)
    }
    return here
  }

  /** What a key does to the image; false where it means nothing here. */
  press(key: string): boolean {
    const arrow = arrows[key]
    if (arrow) this.arrow(...arrow)
    else if (key === '+' || key === '-') this.change({ width: this.widthAfter(key === '+' ? 1 : -1) })
    else if (!this.isDrawing) return false
    else if (key === ' ') this.togglePen()
    else if (key === 'Delete' || key === 'Backspace') this.clear()
    else return false
    return true
  }

  private widthAfter(step: number): number {
    return Math.min(tryLimits.width.max, Math.max(tryLimits.width.min, this.band.width + step))
  }
  private arrow(rows: number, columns: number): void {
    if (!this.isDrawing) {
      this.band = nudged(this.band, rows, columns)
      return
    }
    const from = this.cursor
    this.cursor = clamped({ row: from.row + rows, column: from.column + columns })
    if (this.isPenDown) this.draw(from, this.cursor)
  }
  private togglePen(): void {
    this.isPenDown = !this.isPenDown
    if (this.isPenDown) this.draw(this.cursor, this.cursor)
  }
  private draw(from: Place, to: Place): void {
    this.drawing = stroke(this.drawing, from, to, this.band.width, this.band.intensity)
  }
}

function clamped({ row, column }: Place): Place {
  const inside = (place: number): number => Math.min(bandSide - 1, Math.max(0, place))
  return { row: inside(row), column: inside(column) }
}
