/** Stacked bars and waterfalls as shapes: one bar a group, its pieces one after another. */
import { piecesOf, placeBars } from './bar-geometry.ts'
import { textAt, type Layout, type Text } from './bar-layout.ts'
import type { BarChartProps } from './chart-props.ts'
import { formatNumber } from '#text/numbers.ts'
import { inkOf, type Ink } from '#figures/ink.ts'
import { toPixel } from '#figures/scale.ts'
import type { Shape } from '#figures/shapes.ts'

/** A thin gap between pieces, so that neighbours of like lightness stay apart. */
const gap = 1

/** The dashed outline of a rectangle, within it. */
export function outline(x: number, y: number, width: number, height: number, ink: Ink): Shape {
  const [left, top, right, bottom] = [x + 0.75, y + 0.75, x + width - 0.75, y + height - 0.75]
  return {
    kind: 'line',
    points: [left, top, right, top, right, bottom, left, bottom, left, top],
    ink,
    width: 1.5,
    dash: [3, 2],
  }
}

/** The bars of all groups, and the label at the end of each. */
export function stackShapes(
  { groups, series, hasSteps = false }: BarChartProps,
  { plot, value, isHorizontal }: Layout,
): { rects: Shape[]; labels: Shape[] } {
  const extent = isHorizontal ? plot.bottom - plot.top : plot.right - plot.left
  const start = isHorizontal ? plot.top : plot.left
  const places = placeBars(
    groups.map(({ label }) => ({ label, values: [0] })),
    1,
    extent,
    isHorizontal ? 22 : 56,
  )
  const rects: Shape[] = []
  const labels: Shape[] = []
  /** End of the last bar: its level, and where it leaves off across the value axis. */
  let last: { readonly level: number; readonly across: number } | null = null
  groups.forEach((group, index) => {
    const place = places[index]
    if (!place) return
    const across = start + place.across
    const pieces = piecesOf(group)
    const box = (from: number, to: number): readonly [number, number, number, number] => {
      const [low, high] = [from, to].map((level) => toPixel(value, level)).sort((a, b) => a - b)
      const [near, long] = [low ?? 0, Math.max(0, (high ?? 0) - (low ?? 0))]
      return isHorizontal ? [near, across, long, place.thickness] : [across, near, place.thickness, long]
    }
    if (hasSteps && last && pieces.length > 0) {
      const at = toPixel(value, last.level)
      const points = isHorizontal ? [at, last.across, at, across] : [last.across, at, across, at]
      rects.push({ kind: 'line', points, ink: 'edge', width: 1 })
    }
    for (const piece of pieces) {
      const [x, y, width, height] = box(piece.from, piece.to)
      const { color = '7', isHollow = false } = series[piece.series] ?? {}
      if (!isHollow) {
        const shrink = isHorizontal ? [width > 3 ? gap : 0, 0] : [0, height > 3 ? gap : 0]
        const size = { width: width - (shrink[0] ?? 0), height: height - (shrink[1] ?? 0) }
        rects.push({ kind: 'rect', x, y, ...size, ink: inkOf(color) })
        continue
      }
      // What is taken back is seen as taken away from the pieces below.
      if (piece.to < piece.from) rects.push({ kind: 'rect', x, y, width, height, ink: 'surface' })
      rects.push(outline(x, y, width, height, inkOf(color)))
    }
    const level = pieces.at(-1)?.to ?? null
    const far = Math.max(0, ...pieces.flatMap(({ from, to }) => [from, to]))
    const text = group.endLabel ?? (level === null ? '–' : formatNumber(level))
    const style: Partial<Text> = {
      ink: level === null ? 'text-quiet' : 'text',
      weight: 500,
      hasHalo: true,
    }
    const end = toPixel(value, far)
    const middle = across + place.thickness / 2
    labels.push(
      isHorizontal
        ? textAt(end + 6, middle, text, { ...style, anchor: 'start' })
        : textAt(middle, end - 10, text, { ...style, anchor: 'middle' }),
    )
    last = level === null ? null : { level, across: across + place.thickness }
  })
  return { rects, labels }
}
