/** What a chart of the page is given. */
import type { Annotation, NullableColumn, Range, SeriesColor, Trace, XMode } from '#figures/trace.ts'
import type { Crosshair } from './crosshair.svelte.ts'

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
