/** What annotations draw, and where their labels may stand. */
import type { Annotation } from './trace.ts'
import { isWithin, type Frame } from './frame.ts'
import type { Place, WantedText } from './label-placement.ts'
import { inkOf } from './ink.ts'
import { toPixel } from './scale.ts'
import { labelSize, textWidth, type Shape } from './shapes.ts'
import { dashPatterns, isOpenMarker, markerPath } from './trace-style.ts'

type Line = Extract<Shape, { kind: 'line' }>
type PointAnnotation = Extract<Annotation, { kind: 'point' }>

/** Pixels between the middle of a label and the line it belongs to. */
const beside = labelSize / 2 + 4

/** The lines of annotations, those within the plot. */
export function annotationLines(frame: Frame, annotations: readonly Annotation[]): Line[] {
  const { plot } = frame
  return annotations.flatMap((each): Line[] => {
    if (each.kind === 'point') return []
    const isFlat = each.kind === 'horizontal'
    const at = isFlat ? toPixel(frame.y, each.y) : toPixel(frame.x, each.x)
    if (!(isFlat ? at >= plot.top && at <= plot.bottom : at >= plot.left && at <= plot.right)) return []
    const points = isFlat ? [plot.left, at, plot.right, at] : [at, plot.top, at, plot.bottom]
    const ink = inkOf(each.color ?? 'theory')
    return [{ kind: 'line', points, ink, width: 1.5, dash: dashPatterns.dashdot, hasSeam: true }]
  })
}

/** The annotated points within the plot, with their pixels. */
export function annotatedPoints(
  frame: Frame,
  annotations: readonly Annotation[],
): { readonly point: PointAnnotation; readonly x: number; readonly y: number }[] {
  return annotations.flatMap((point) => {
    if (point.kind !== 'point') return []
    const x = toPixel(frame.x, point.x)
    const y = toPixel(frame.y, point.y)
    return isWithin(frame, x, y) ? [{ point, x, y }] : []
  })
}

/** The markers of annotated points. */
export function annotationMarkers(frame: Frame, annotations: readonly Annotation[]): Shape[] {
  return annotatedPoints(frame, annotations).map(({ point, x, y }) => {
    const marker = point.marker ?? 'diamond'
    const ink = inkOf(point.color ?? '7')
    return {
      kind: 'path',
      data: markerPath(marker, x, y, 5),
      ink,
      isStroked: isOpenMarker(marker),
      hasRim: true,
    }
  })
}

/** All around the pixel (x, y), a little above and to its right first, since what leads to it comes from the side. */
export function placesAround(x: number, y: number): Place[] {
  return [0, 14, 28].flatMap((further): Place[] => {
    const [dx, dy] = [further === 0 ? 4 : 8 + further, labelSize + 3 + further]
    return [
      { x: x + dx, y: y - dy, anchor: 'start' },
      { x: x - dx, y: y - dy, anchor: 'end' },
      { x: x + 11 + further, y, anchor: 'start' },
      { x: x + 11 + further, y: y - 7, anchor: 'start' },
      { x: x + dx, y: y + dy, anchor: 'start' },
      { x: x - dx, y: y + dy, anchor: 'end' },
      { x: x - 11 - further, y, anchor: 'end' },
    ]
  })
}

function horizontalPlaces({ plot }: Frame, y: number): Place[] {
  const width = plot.right - plot.left
  return [1, 0, 0.75, 0.5, 0.25].flatMap((share): Place[] => {
    const anchor = share === 1 ? 'end' : share === 0 ? 'start' : 'middle'
    const x = share === 1 ? plot.right - 6 : share === 0 ? plot.left + 6 : plot.left + share * width
    return [
      { x, y: y - beside, anchor },
      { x, y: y + beside, anchor },
    ]
  })
}

function verticalPlaces({ plot }: Frame, first: number, last: number): Place[] {
  const right: Omit<Place, 'y'> = { x: last + 6, anchor: 'start' }
  const left: Omit<Place, 'y'> = { x: first - 6, anchor: 'end' }
  const isLeft = (first + last) / 2 > (plot.left + plot.right) / 2
  const sides = isLeft ? [left, right] : [right, left]
  const heights = [plot.top + beside, plot.top + beside + 18, plot.top + beside + 36, plot.bottom - beside]
  return heights.flatMap((y) => sides.map((side) => ({ ...side, y })))
}

/** Upright lines of the same label that stand so close that one label does for all, as their first and last pixel. */
export function neighbours(
  frame: Frame,
  annotations: readonly Annotation[],
): { readonly label: string; readonly first: number; readonly last: number; readonly count: number }[] {
  const groups: { label: string; first: number; last: number; count: number }[] = []
  const upright = annotations
    .flatMap((each) =>
      each.kind === 'vertical' ? [{ label: each.label, at: toPixel(frame.x, each.x) }] : [],
    )
    .filter(({ at }) => at >= frame.plot.left && at <= frame.plot.right)
    .sort((a, b) => a.at - b.at)
  for (const { label, at } of upright) {
    const group = groups.findLast((other) => other.label === label)
    if (group && at - group.last < textWidth(label, labelSize) + 8) {
      group.last = at
      group.count += 1
    } else groups.push({ label, first: at, last: at, count: 1 })
  }
  return groups
}

/** The labels of annotations, with the places each may take: points first, which have the least choice. */
export function annotationLabels(frame: Frame, annotations: readonly Annotation[]): WantedText[] {
  const { plot } = frame
  const text = (label: string, places: Place[]): WantedText => ({
    text: label,
    ink: 'text-quiet',
    size: labelSize,
    places,
  })
  const points = annotatedPoints(frame, annotations).map(({ point, x, y }) => ({
    ...text(point.label, placesAround(x, y)),
    marker: { x, y },
  }))
  const flat = annotations.flatMap((each) => {
    if (each.kind !== 'horizontal') return []
    const y = toPixel(frame.y, each.y)
    return y >= plot.top && y <= plot.bottom ? [text(each.label, horizontalPlaces(frame, y))] : []
  })
  const upright = neighbours(frame, annotations).map(({ label, first, last, count }) =>
    text(count > 1 ? `${count} × ${label}` : label, verticalPlaces(frame, first, last)),
  )
  return [...points, ...upright, ...flat]
}
