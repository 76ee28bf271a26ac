/** What a chart is given. A trace owns no styling beyond its meaning; the palette decides how that looks. */
import type { Crosshair } from './crosshair.svelte.ts'

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

export interface LineChartProps {
  readonly title: string
  /** A sentence for those who cannot see the chart: what it shows and what to look for. */
  readonly description: string
  /** With unit: "step", "w1". Ignored where xModes are given. */
  readonly xLabel: string
  readonly yLabel: string
  readonly traces: readonly Trace[]
  /** Labels of the traces to come: their room in the legend is kept while there are none, so that nothing jumps. */
  readonly awaited?: readonly string[]
  readonly xModes?: readonly XMode[]
  /** x counts something (steps, layers), so that its ticks are whole numbers; where there are xModes, they say it. */
  readonly hasWholeX?: boolean
  /** Fixed ranges; absent: what the data span. */
  readonly xRange?: Range
  readonly yRange?: Range
  /** One unit is equally long on both axes (the weight plane). */
  readonly isEqualAspect?: boolean
  readonly annotations?: readonly Annotation[]
  /** Shared by the charts of a panel; absent: one of its own. */
  readonly crosshair?: Crosshair
  /** Names the crosshair's coordinate on a chart of paths with `at`. */
  readonly atLabel?: string
  /** Of the drawing, in pixels. Default 280. */
  readonly height?: number
  readonly isLogX?: boolean
  readonly isLogY?: boolean
  /** Leave out controls that make no sense here. Default: all shown, smoothing unless no trace can be smoothed. */
  readonly hasSmoothing?: boolean
  readonly hasLogAxes?: boolean
  /** False where the last entry of a trace is no news (x is not time): no values at line ends and at rest. */
  readonly hasLatest?: boolean
  /** A sentence below the chart while not all of its samples are there. */
  readonly progressNote?: string
  /** What the chart says while it has no sample; absent: to press Run. */
  readonly emptyNote?: string
  /** Beginning of the names of exported files, without extension. */
  readonly fileName?: string
}

export interface SparklineProps {
  readonly title: string
  /** Oldest first; null where nothing was read. */
  readonly values: NullableColumn
  readonly min?: number
  /** Top of the scale: 100 for percent, the total for bytes. Absent: the largest value. */
  readonly max?: number
  /** The latest value in words: "12 %", "3.1 GiB of 16 GiB". */
  readonly reading: string
  readonly color?: SeriesColor
  readonly width?: number
  readonly height?: number
}

/** A group of bars: one bar for each series of the chart, or one bar in pieces where they are stacked. */
export interface BarGroup {
  readonly label: string
  /** One a series; null where not measured yet. */
  readonly values: readonly (number | null)[]
  /** Stacked: where the bar begins instead of zero (the level before it, in a waterfall). */
  readonly from?: number
  /** Stacked: written at the end of the bar instead of the level it ends at. */
  readonly endLabel?: string
}

export interface BarSeries {
  readonly label: string
  readonly color: SeriesColor
  /** Stacked: outlined and not filled, as what is left over is. */
  readonly isHollow?: boolean
}

export interface BarChartProps {
  readonly title: string
  readonly description: string
  /** With unit. */
  readonly valueLabel: string
  readonly series: readonly BarSeries[]
  readonly groups: readonly BarGroup[]
  /** The values of a group are pieces of one bar, each from where the last ended; a negative one goes back. */
  readonly isStacked?: boolean
  /** Stacked: a thin line leads from the end of each bar to the next, as in a waterfall. */
  readonly hasSteps?: boolean
  readonly direction?: 'horizontal' | 'vertical'
  /** A labelled line across all bars, e.g. the target. */
  readonly reference?: { readonly value: number; readonly label: string }
  /** Keep room for the label of such a line without one, so that charts beside each other line up. */
  readonly hasReferenceRoom?: boolean
  readonly fileName?: string
}
