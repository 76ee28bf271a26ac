/** How a trace's meaning is drawn: the same dash and marker on the canvas, in the legend and in exports. */
import type { Dash, Marker, SeriesColor, Trace } from './trace.ts'

const markerOf: Record<SeriesColor, Marker> = {
  cnn: 'circle',
  mlp: 'square',
  third: 'triangle',
  theory: 'none',
  '1': 'circle',
  '2': 'square',
  '3': 'triangle',
  '4': 'diamond',
  '5': 'cross',
  '6': 'plus',
  '7': 'circle',
  '8': 'square',
}

/** Pixels on and off. */
export const dashPatterns: Record<Dash, readonly number[]> = {
  solid: [],
  dashed: [6, 4],
  dotted: [1.5, 3.5],
  dashdot: [8, 3, 1.5, 3],
}

export interface TraceStyle {
  readonly color: SeriesColor
  readonly dash: Dash
  readonly marker: Marker
  readonly width: number
  readonly opacity: number
  /** What lies on top: 0 contours, 1 other runs, 2 measured, 3 theory, which a dense curve would hide. */
  readonly layer: 0 | 1 | 2 | 3
  readonly hasLine: boolean
  readonly hasPoints: boolean
}

export function styleOf(trace: Trace): TraceStyle {
  const isTheory = trace.isTheory ?? trace.color === 'theory'
  const kind = trace.kind ?? 'line'
  const marker = trace.marker ?? (isTheory && kind === 'line' ? 'none' : markerOf[trace.color])
  return {
    color: trace.color,
    dash: trace.dash ?? (isTheory ? 'dashdot' : 'solid'),
    marker: kind !== 'line' && marker === 'none' ? 'circle' : marker,
    width: trace.isUnlisted ? 1 : isTheory ? 1.5 : 1.75,
    opacity: trace.isUnlisted ? 0.6 : 1,
    layer: trace.isUnlisted ? 0 : isTheory ? 3 : trace.isBehind ? 1 : 2,
    hasLine: kind !== 'points',
    hasPoints: kind !== 'line',
  }
}

export const isSmoothable = (trace: Trace): boolean =>
  trace.isSmoothable ??
  !(trace.isTheory || trace.color === 'theory' || trace.isPath || trace.kind === 'points')

export const isLatestShown = (trace: Trace): boolean =>
  trace.isLatestShown ?? !(trace.isPath || trace.isUnlisted || trace.kind === 'points')

/** The outline of a marker of radius `r` about (x, y) as SVG path data, which a canvas' Path2D reads as well. */
export function markerPath(marker: Marker, x: number, y: number, r: number): string {
  const at = (dx: number, dy: number) => `${round(x + dx * r)} ${round(y + dy * r)}`
  switch (marker) {
    case 'none':
      return ''
    case 'circle':
      return `M${at(-1, 0)}A${r} ${r} 0 1 0 ${at(1, 0)}A${r} ${r} 0 1 0 ${at(-1, 0)}Z`
    case 'square':
      return `M${at(-0.88, -0.88)}L${at(0.88, -0.88)}L${at(0.88, 0.88)}L${at(-0.88, 0.88)}Z`
    case 'triangle':
      return `M${at(0, -1.15)}L${at(1.05, 0.75)}L${at(-1.05, 0.75)}Z`
    case 'diamond':
      return `M${at(0, -1.25)}L${at(1.25, 0)}L${at(0, 1.25)}L${at(-1.25, 0)}Z`
    case 'cross':
      return `M${at(-0.9, -0.9)}L${at(0.9, 0.9)}M${at(0.9, -0.9)}L${at(-0.9, 0.9)}`
    case 'plus':
      return `M${at(-1.2, 0)}L${at(1.2, 0)}M${at(0, -1.2)}L${at(0, 1.2)}`
  }
}

/** Crosses and pluses are strokes; the others are filled. */
export const isOpenMarker = (marker: Marker): boolean => marker === 'cross' || marker === 'plus'

/** Two decimals are enough for a coordinate in pixels. */
export const round = (value: number): number => Math.round(value * 100) / 100
