import type { Snippet } from 'svelte'
import type { ColorMap, Limits } from './color-maps.ts'

/** What pictures of one kind share. */
export interface PictureLook {
  readonly rows: number
  readonly columns: number
  /** 1 unless told; 3: the values are planes of red, green and blue [3, rows, columns], and `map` is not used. */
  readonly channels?: 1 | 3
  readonly map: ColorMap
  readonly limits: Limits
  /** Longer side on the screen, CSS pixels; 96 unless told. */
  readonly size?: number
}

export interface PictureProps extends PictureLook {
  /** Row by row, [rows, columns] (or [3, rows, columns]). */
  readonly values: ArrayLike<number>
  /** Words under the picture; absent: none. */
  readonly label?: string
  /** What a screen reader says; the label unless told. */
  readonly name?: string
  /** Another number makes it draw again, for values that were changed in place. */
  readonly version?: number
}

export interface PictureGridProps extends PictureLook {
  /** Accessible name of the whole. */
  readonly name: string
  readonly count: number
  /** Values of one picture. */
  values(index: number): ArrayLike<number>
  /** What a screen reader says of one picture. */
  nameOf(index: number): string
  /** Words under one picture; absent: none. */
  captionOf?(index: number): string
  /** Limits of one picture where they differ; `limits` unless told. */
  limitsOf?(index: number): Limits
  /** Absent: the pictures cannot be chosen, only looked at. */
  onselect?(index: number): void
  readonly selected?: number | null
  /** Another number makes all of it draw again. */
  readonly version?: number
}

/** A cell of a grid, from zero. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** A ring round the cell; a small = sign in its corner; both. */
export type CellMark = 'ring' | 'tie' | 'ring-tie'

export interface MatrixGridProps {
  /** Shown above the grid as its name. */
  readonly name: string
  readonly rows: number
  readonly columns: number
  /** Row by row, [rows, columns]; a new array where something changed, or the same with another `version`. */
  readonly values: ArrayLike<number>
  readonly version?: number
  readonly map: ColorMap
  readonly limits: Limits
  /** Present: cells can be edited. Called with a finite number only. */
  onchange?(row: number, column: number, value: number): void
  /** Cells that are lit, by row * columns + column, each with a weight from 0 (thin ring) to 1 (thick ring). */
  readonly lit?: ReadonlyMap<number, number>
  readonly marks?: ReadonlyMap<number, CellMark>
  /** The cell that is pointed at or focused; null when it is left. */
  oncell?(cell: Cell | null): void
  /** Enter, a click or Space on a cell of a grid that is not editable. */
  onpick?(cell: Cell): void
  /** More words about a cell for screen readers, after its place and value. */
  describe?(row: number, column: number): string
  /** Row and column numbers from 1, as the handout counts. */
  readonly hasHeaders?: boolean
  /** Side of a cell, CSS pixels; by the number of cells unless told. */
  readonly cellSize?: number
  /** Drawn over the cells, just as large as all of them together; takes no pointer and is not read out. */
  readonly overlay?: Snippet
  /** False hides the name above the grid; it is still said. */
  readonly isNameShown?: boolean
}

export interface ColorLegendProps {
  /** What the colours stand for. */
  readonly label: string
  readonly map: ColorMap
  readonly limits: Limits
  readonly unit?: string
}

export interface EpochScrubberProps {
  /** The logged epochs, rising; may grow while a run goes on. */
  readonly epochs: readonly number[]
  /** The epoch shown: one of `epochs`. */
  readonly epoch: number
  /** Whether the latest epoch is shown as it comes. The owner moves `epoch` then; choosing an epoch ends it. */
  readonly isFollowing: boolean
  onchange(epoch: number): void
  onfollow(isFollowing: boolean): void
  /** "Epoch" unless told. */
  readonly label?: string
  /** Epochs shown a second while playing; 8 unless told. */
  readonly speed?: number
}

export interface CountMatrixProps {
  readonly caption: string
  readonly classNames: readonly string[]
  /** [true class][predicted class]; null where nothing has been counted yet. */
  readonly counts: readonly (readonly number[])[] | null
  /** Images of a class: the end of the colour scale, so that matrices beside each other are coloured alike. */
  readonly perClass: number
  /** Names of columns stand upright, so that several matrices of many classes find room beside each other. */
  readonly isCompact?: boolean
  readonly selected?: { readonly trueClass: number; readonly predictedClass: number } | null
  /** Absent: the cells cannot be chosen. Called with null when the chosen cell is pressed again. */
  onselect?(cell: { readonly trueClass: number; readonly predictedClass: number } | null): void
}
