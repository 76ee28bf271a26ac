/** The one place that knows Chart.js: a canvas with two axes, lines, zoom gestures, and shapes on top. */
import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartConfiguration,
  type ChartDataset,
  type Plugin,
  type Point,
} from 'chart.js'
import zoomPlugin from 'chartjs-plugin-zoom'
import type { Range } from '#figures/trace.ts'
import { drawShapes } from './draw-canvas.ts'
import type { Ink, Palette } from '#figures/ink.ts'
import type { Frame } from '#figures/frame.ts'
import { axisTicks } from '#figures/scale.ts'
import { ticksAlong } from './tick-room.ts'
import { pictureFont, type Shape } from '#figures/shapes.ts'

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, zoomPlugin)

export interface AxisState {
  readonly label: string
  readonly range: Range
  readonly isLog: boolean
  /** It counts something: its ticks are whole numbers. */
  readonly isWhole?: boolean
}

export interface Line {
  readonly points: Point[]
  readonly ink: Ink
  readonly width: number
  readonly dash: readonly number[]
  readonly opacity: number
}

export interface CanvasState {
  readonly x: AxisState
  readonly y: AxisState
  /** From the lowest to the topmost. */
  readonly lines: readonly Line[]
  readonly isEqualAspect: boolean
  below(frame: Frame): Shape[]
  above(frame: Frame): Shape[]
}

export interface CanvasEvents {
  /** Dragged, wheeled or pinched to these ranges. */
  onzoom(x: Range, y: Range): void
  /** The canvas has another size, so the state must be computed again. */
  onresize(): void
  /** Whether the wheel may zoom now; otherwise it scrolls the page. */
  isWheelTaken(event: Event): boolean
}

const leastYWidth = 60

export class ChartCanvas {
  readonly #chart: Chart<'line', Point[]>
  #state: CanvasState | null = null
  #palette: Palette | null = null

  /** Throws when the canvas cannot be drawn on. */
  constructor(canvas: HTMLCanvasElement, rightRoom: number, events: CanvasEvents) {
    const shapes: Plugin<'line'> = {
      id: 'shapes',
      beforeDatasetsDraw: (chart) => this.#draw(chart.ctx, 'below'),
      afterDatasetsDraw: (chart) => this.#draw(chart.ctx, 'above'),
    }
    const zoomed = ({ chart }: { chart: Chart }) => {
      const { x, y } = chart.scales
      if (x && y) events.onzoom([x.min, x.max], [y.min, y.max])
    }
    const configuration: ChartConfiguration<'line', Point[]> = {
      type: 'line',
      data: { datasets: [] },
      plugins: [shapes],
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: true,
        maintainAspectRatio: false,
        // Pointing is handled by the component, which asks no dataset what lies below the mouse.
        events: [],
        layout: { padding: { top: 10, right: rightRoom, bottom: 0, left: 0 } },
        onResize: () => events.onresize(),
        elements: { point: { radius: 0, hitRadius: 0 } },
        plugins: {
          zoom: {
            pan: { enabled: true, mode: 'xy', modifierKey: 'shift', onPan: zoomed },
            zoom: {
              mode: 'xy',
              wheel: { enabled: true, speed: 0.12 },
              drag: { enabled: true, threshold: 6, borderWidth: 1 },
              onZoomStart: ({ event }) => event.type !== 'wheel' || events.isWheelTaken(event),
              onZoom: zoomed,
            },
          },
        },
      },
    }
    this.#chart = new Chart(canvas, configuration)
  }

  /** Where the plot lies now, in pixels of the canvas; null before the first draw. */
  get frame(): Frame | null {
    const state = this.#state
    // Chart.js draws once while it is being made, before there is a chart to ask.
    if (!state) return null
    const { chartArea, scales } = this.#chart
    const { x, y } = scales
    if (!x || !y || !(chartArea.right > chartArea.left)) return null
    return {
      x: { min: x.min, max: x.max, from: chartArea.left, to: chartArea.right, isLog: state.x.isLog },
      y: { min: y.min, max: y.max, from: chartArea.bottom, to: chartArea.top, isLog: state.y.isLog },
      plot: {
        left: chartArea.left,
        top: chartArea.top,
        right: chartArea.right,
        bottom: chartArea.bottom,
      },
    }
  }

  /** Shows `state` in the colours of `palette`. */
  show(state: CanvasState, palette: Palette): void {
    this.#state = state
    this.#palette = palette
    const { options, data } = this.#chart
    options.scales = { x: axisOptions(state.x, 'x', palette), y: axisOptions(state.y, 'y', palette) }
    const drag = options.plugins?.zoom?.zoom?.drag
    if (drag) {
      drag.borderColor = palette.accent
      drag.backgroundColor = `color-mix(in srgb, ${palette.accent} 15%, transparent)`
      drag.maintainAspectRatio = state.isEqualAspect
    }
    // Chart.js draws the first dataset on top.
    data.datasets = state.lines.toReversed().map((line): ChartDataset<'line', Point[]> => {
      const color = line.opacity < 1 ? fade(palette[line.ink], line.opacity) : palette[line.ink]
      return {
        data: line.points,
        borderColor: color,
        borderWidth: line.width,
        borderDash: [...line.dash],
        borderJoinStyle: 'round',
        pointRadius: 0,
        spanGaps: false,
      }
    })
    this.#chart.update('none')
  }

  /** Draws so many times finer than the page has pixels: it is shown so many times larger. */
  drawFiner(times: number): void {
    const density = devicePixelRatio * times
    if (this.#chart.options.devicePixelRatio === density) return
    this.#chart.options.devicePixelRatio = density
    // Without a size Chart.js takes the one that is shown, which the zoom has enlarged already.
    const place = this.#chart.canvas.parentElement
    if (place) this.#chart.resize(place.clientWidth, place.clientHeight)
  }

  destroy(): void {
    this.#chart.destroy()
  }

  #draw(context: CanvasRenderingContext2D, where: 'below' | 'above'): void {
    const { frame } = this
    if (this.#state && this.#palette && frame)
      drawShapes(context, this.#state[where](frame), this.#palette, frame.plot)
  }
}

/** `color` ("rgb(1, 2, 3)" or any other) with `opacity` in 0..1. */
const fade = (color: string, opacity: number): string =>
  `color-mix(in srgb, ${color} ${Math.round(opacity * 100)}%, transparent)`

/** Chart.js' options of one axis, with our own ticks. */
function axisOptions(axis: AxisState, side: 'x' | 'y', palette: Palette) {
  const font = { family: pictureFont, size: 13 }
  let labels = new Map<number, string>()
  return {
    type: axis.isLog ? ('logarithmic' as const) : ('linear' as const),
    min: axis.range[0],
    max: axis.range[1],
    bounds: 'data' as const,
    title: { display: true, text: axis.label, color: palette['text-quiet'], font, padding: 4 },
    border: { color: palette.edge },
    grid: { color: palette.grid, tickColor: palette.edge, tickLength: 4 },
    ticks: {
      color: palette['text-quiet'],
      font,
      autoSkip: false,
      maxRotation: 0,
      padding: 4,
      callback: (value: number | string) => labels.get(Number(value)) ?? '',
    },
    afterBuildTicks: (scale: { ticks: { value: number }[]; width: number }) => {
      const ticks =
        side === 'y'
          ? axisTicks(axis.range, axis.isLog, 6)
          : ticksAlong(axis.range, axis.isLog, scale.width, font.size, { isWhole: axis.isWhole ?? false })
      labels = new Map(ticks.map((tick) => [tick.value, tick.label]))
      scale.ticks = ticks.map(({ value }) => ({ value }))
    },
    // Longer numbers must not push the plot about while a run goes on.
    afterFit: (scale: { width: number }) => {
      if (side === 'y') scale.width = Math.max(scale.width, leastYWidth)
    },
  }
}
