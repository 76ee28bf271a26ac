/** What a chart draws. A trace owns no styling beyond its meaning; the palette decides how that looks. */

/** cnn, mlp and third have the same colour in every chart; theory is grey; the numbers are for everything else. */
export type SeriesColor = 'cnn' | 'mlp' | 'third' | 'theory' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8'
export type Dash = 'solid' | 'dashed' | 'dotted' | 'dashdot'
export type Marker = 'none' | 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'plus'

export type Column = ArrayLike<number>
/** null, NaN and the infinities all mean: not a finite number. */
export type NullableColumn = ArrayLike<number | null>

/** One curve, scatter or path. The arrays may grow in place: then raise `version`. */
export interface Trace {
  readonly id: string
  readonly label: string
  readonly color: SeriesColor
  /** Default: dashdot for the theory colour, solid for others. Training is solid, validation dashed. */
  readonly dash?: Dash
  /** Default: one that belongs to the colour; none for theory. */
  readonly marker?: Marker
  /** Default: line. */
  readonly kind?: 'line' | 'points' | 'both'
  readonly x: Column
  readonly y: NullableColumn
  /** How many entries of x and y count. */
  readonly length: number
  /** Anything that changes whenever the samples do. */
  readonly version: number
  /** x is not sorted: a trajectory or a contour. */
  readonly isPath?: boolean
  /** What a non-finite y means: training that diverged (marked, default), or the pen lifted (a contour). */
  readonly gaps?: 'diverged' | 'break'
  /** A closed form or expected value: never smoothed, drawn thin and grey unless coloured. */
  readonly isTheory?: boolean
  /** Default: true unless theory, path or points. */
  readonly isSmoothable?: boolean
  /** Write the latest value at the end of the line. Default: true for lines that are not paths. */
  readonly isLatestShown?: boolean
  /** Of another run than the shown one: drawn below it. */
  readonly isBehind?: boolean
  /** Keep out of legend and readout (the rungs of a contour map). */
  readonly isUnlisted?: boolean
  /** Written small on the line itself, once, where there is room (the level of a contour). */
  readonly lineLabel?: string
  /**
   * The lowest and the highest of what y is the mean of (the seeds), entry by entry: a band behind a line, whiskers
   * at points without one.
   */
  readonly range?: { readonly low: NullableColumn; readonly high: NullableColumn }
  /** For a path: the step (or other crosshair coordinate) of each entry; ties it to the shared crosshair. */
  readonly at?: Column
}

/** One choice for the x axis, e.g. step, epoch or seconds. */
export interface XMode {
  /** Charts that share a crosshair follow it only in the same mode. */
  readonly id: string
  /** Names the axis, with its unit: "time (s)". */
  readonly label: string
  /** It counts something (steps): its ticks are whole numbers. */
  readonly isWhole?: boolean
  /** The trace's x in this mode (sorted), or null when it has none; then it is left out. */
  values(trace: Trace): Column | null
}

export type Annotation =
  | { readonly kind: 'horizontal'; readonly y: number; readonly label: string; readonly color?: SeriesColor }
  | { readonly kind: 'vertical'; readonly x: number; readonly label: string; readonly color?: SeriesColor }
  | {
      readonly kind: 'point'
      readonly x: number
      readonly y: number
      readonly label: string
      readonly color?: SeriesColor
      readonly marker?: Marker
    }

export type Range = readonly [min: number, max: number]
