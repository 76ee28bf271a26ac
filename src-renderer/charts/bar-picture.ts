/** A bar chart as shapes: what the page shows and what is exported are the same drawing. */
import { captionShapes } from '#figures/caption-shapes.ts'
import { barRange, barTicks, placeBars } from './bar-geometry.ts'
import { labelSize as size, textAt, type Layout, type Text } from './bar-layout.ts'
import type { BarChartProps } from './chart-props.ts'
import { formatNumber } from '#text/numbers.ts'
import { inkOf } from '#figures/ink.ts'
import { toPixel } from '#figures/scale.ts'
import { textWidth, type Picture, type Shape } from '#figures/shapes.ts'
import { outline, stackShapes } from './stack-shapes.ts'
import { dashPatterns } from '#figures/trace-style.ts'

/** A line across the bars at `pixel` of the value axis. */
const across = ({ plot, isHorizontal }: Layout, pixel: number): number[] =>
  isHorizontal ? [pixel, plot.top, pixel, plot.bottom] : [plot.left, pixel, plot.right, pixel]

function axes(props: BarChartProps, layout: Layout): Shape[] {
  const { plot, value, isHorizontal } = layout
  const length = isHorizontal ? plot.right - plot.left : null
  const ticks = barTicks([value.min, value.max], length).flatMap((tick): Shape[] => {
    const at = toPixel(value, tick.value)
    const ink = tick.value === 0 ? 'edge' : 'grid'
    const label = isHorizontal
      ? textAt(at, plot.bottom + 14, tick.label, { anchor: 'middle' })
      : textAt(plot.left - 8, at, tick.label, { anchor: 'end' })
    return [{ kind: 'line', points: across(layout, at), ink, width: 1 }, label]
  })
  const groups = props.groups.map(({ label }, index) => {
    const middle = (index + 0.5) / props.groups.length
    return isHorizontal
      ? textAt(plot.left - 10, plot.top + middle * (plot.bottom - plot.top), label, {
          anchor: 'end',
          ink: 'text',
        })
      : textAt(plot.left + middle * (plot.right - plot.left), plot.bottom + 14, label, {
          anchor: 'middle',
          ink: 'text',
        })
  })
  const name = isHorizontal
    ? textAt((plot.left + plot.right) / 2, plot.bottom + 36, props.valueLabel, { anchor: 'middle' })
    : textAt(12, (plot.top + plot.bottom) / 2, props.valueLabel, { anchor: 'middle', isUpright: true })
  return [...ticks, ...groups, name]
}

function bars(props: BarChartProps, layout: Layout): { rects: Shape[]; labels: Shape[] } {
  const { plot, value, isHorizontal } = layout
  const rects: Shape[] = []
  const labels: Shape[] = []
  const extent = isHorizontal ? plot.bottom - plot.top : plot.right - plot.left
  const start = isHorizontal ? plot.top : plot.left
  const zero = toPixel(value, 0)
  for (const bar of placeBars(props.groups, props.series.length, extent, isHorizontal ? 24 : 48)) {
    const middle = start + bar.across + bar.thickness / 2
    const isKnown = bar.value !== null && Number.isFinite(bar.value)
    const end = isKnown ? toPixel(value, bar.value ?? 0) : zero
    const ink = inkOf(props.series[bar.series]?.color ?? '7')
    const low = Math.min(zero, end)
    const long = Math.abs(end - zero)
    if (isKnown)
      rects.push(
        isHorizontal
          ? { kind: 'rect', x: low, y: start + bar.across, width: long, height: bar.thickness, ink }
          : { kind: 'rect', x: start + bar.across, y: low, width: bar.thickness, height: long, ink },
      )
    const label = bar.value === null ? '–' : formatNumber(bar.value)
    const side = (bar.value ?? 0) < 0 ? -1 : 1
    const style: Partial<Text> = { ink: isKnown ? 'text' : 'text-quiet', weight: 500, hasHalo: true }
    labels.push(
      isHorizontal
        ? textAt(end + side * 6, middle, label, { ...style, anchor: side < 0 ? 'end' : 'start' })
        : textAt(middle, end - side * 10, label, { ...style, anchor: 'middle' }),
    )
  }
  return { rects, labels }
}

function referenceLine({ reference }: BarChartProps, layout: Layout): Shape[] {
  if (!reference) return []
  const { plot, value, isHorizontal } = layout
  const at = toPixel(value, reference.value)
  const isRight = at > plot.left + (plot.right - plot.left) * 0.8
  return [
    {
      kind: 'line',
      points: across(layout, at),
      ink: 'theory',
      width: 1.5,
      dash: dashPatterns.dashdot,
      hasSeam: true,
    },
    isHorizontal
      ? textAt(at, plot.top - 10, reference.label, { anchor: isRight ? 'end' : 'middle' })
      : textAt(plot.right, at - 9, reference.label, { anchor: 'end', hasHalo: true }),
  ]
}

function heading({ title, series }: BarChartProps): Shape[] {
  let x = 24
  const keys = series.flatMap(({ label, color, isHollow = false }): Shape[] => {
    const left = x
    x += 40 + textWidth(label, size)
    return [
      isHollow
        ? outline(left, 50, 14, 14, inkOf(color))
        : { kind: 'rect', x: left, y: 50, width: 14, height: 14, ink: inkOf(color) },
      textAt(left + 20, 57, label, { ink: 'text' }),
    ]
  })
  return [textAt(24, 28, title, { ink: 'text', size: 20, weight: 600 }), ...keys]
}

/**
 * The picture of `props`, `width` pixels wide; `caption` adds title and legend, and these sentences below, for a file.
 */
export function barPicture(props: BarChartProps, width: number, caption: readonly string[] | null): Picture {
  const { groups, series, reference, hasReferenceRoom = false, isStacked = false } = props
  const isHorizontal = props.direction !== 'vertical'
  const [min, max] = barRange(groups, reference?.value, isStacked)
  const widest = (labels: readonly string[]) => Math.max(24, ...labels.map((label) => textWidth(label, size)))
  const left = isHorizontal
    ? widest(groups.map(({ label }) => label)) + 16
    : widest(barTicks([min, max], null).map(({ label }) => label)) + 34
  const top = (caption ? 84 : 8) + (reference || hasReferenceRoom ? 20 : 0)
  const rowHeight = isStacked ? 34 : Math.max(40, series.length * 24 + 16)
  const extent = isHorizontal ? groups.length * rowHeight : 200
  const plot = { left, top, right: width - (isHorizontal ? 40 : 24), bottom: top + extent }
  const [from, to] = isHorizontal ? [plot.left, plot.right] : [plot.bottom, plot.top]
  const layout: Layout = { plot, value: { min, max, from, to, isLog: false }, isHorizontal }
  const { rects, labels } = isStacked ? stackShapes(props, layout) : bars(props, layout)
  const bottom = plot.bottom + (isHorizontal ? 48 : 28)
  const said = captionShapes(caption ?? [], 24, bottom, width - 48)
  return {
    width,
    height: bottom + said.height,
    title: props.title,
    description: [props.description, ...(caption ?? [])].join(' '),
    plot,
    shapes: [
      ...(caption ? heading(props) : []),
      ...axes(props, layout),
      ...rects,
      ...referenceLine(props, layout),
      ...labels,
      ...said.shapes,
    ],
  }
}
