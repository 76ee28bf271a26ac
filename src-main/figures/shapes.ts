/** What a picture is made of, before it is known whether a canvas or an SVG file will show it. */
import type { Ink } from './ink.ts'

export type Shape =
  | {
      readonly kind: 'line'
      /** x0, y0, x1, y1 ...; NaN lifts the pen. */
      readonly points: ArrayLike<number>
      readonly ink: Ink
      readonly width: number
      readonly dash?: readonly number[]
      readonly opacity?: number
      /** A seam in the colour of the surface sets the line off from those below it. */
      readonly hasSeam?: boolean
      /** Only what lies within the plot is drawn. */
      readonly isClipped?: boolean
    }
  | {
      readonly kind: 'path'
      /** SVG path data. */
      readonly data: string
      readonly ink: Ink
      readonly isStroked: boolean
      /** A rim in the colour of the surface sets a marker off from the lines below it. */
      readonly hasRim?: boolean
      readonly opacity?: number
      /** Only what lies within the plot is drawn. */
      readonly isClipped?: boolean
    }
  | {
      readonly kind: 'text'
      readonly x: number
      readonly y: number
      readonly text: string
      readonly ink: Ink
      readonly size: number
      readonly anchor?: 'start' | 'middle' | 'end'
      readonly weight?: number
      /** Turned to read upwards (the name of a y axis). */
      readonly isUpright?: boolean
      /** A halo in the colour of the surface keeps it legible on top of lines. */
      readonly hasHalo?: boolean
    }
  | {
      readonly kind: 'rect'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly ink: Ink
      readonly opacity?: number
    }

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface Picture {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly description: string
  /** What `isClipped` shapes are held within. */
  readonly plot: Box
  readonly shapes: readonly Shape[]
}

/** Of the seam along a line: what lies below shows through. */
export const seamOpacity = 0.3

/** Of the labels in a plot, in pixels. */
export const labelSize = 13

/** Of the stroke around text that has a halo, half of it outside the letters: wide enough to cut a line clean. */
export const haloWidth = 6

export const pictureFont = "'Inter Superscripts', 'Inter Variable', Inter, system-ui, sans-serif"

/** About how wide a text set in Inter is, in pixels; for reserving room where nothing can be measured. */
export const textWidth = (text: string, size: number): number => text.length * size * 0.58
