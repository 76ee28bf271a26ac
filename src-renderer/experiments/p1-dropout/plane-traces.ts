import type { DataPoint } from '#experiments/p1-dropout/pure/masks.ts'
import {
  dropoutSolution,
  expectedLossAt,
  expectedLossForm,
  leastSquares,
  trainLossFloor,
  type Weights,
} from '#experiments/p1-dropout/pure/theory.ts'
import { contour, solutionLine, type PlaneWindow } from '#experiments/p1-dropout/pure/weight-plane.ts'
import type { Annotation, Trace } from '#figures/trace.ts'
import { formatNumber } from '#text/numbers.ts'

/** Contours are drawn at these fractions of the way from the floor up to the loss at the start. */
const contourShares = [0.002, 0.01, 0.04, 0.12, 0.3, 0.6, 1]

/** What the weight plane shows before anything is trained. */
export interface Landscape {
  readonly window: PlaneWindow
  readonly traces: readonly Trace[]
  readonly annotations: readonly Annotation[]
  /** Expected losses on the contours, smallest first. */
  readonly levels: readonly number[]
}

/** The smallest window around all of `points`, with a margin of a fifth on each side. */
export function windowAround(points: readonly Weights[]): PlaneWindow {
  const span = (values: readonly number[]): readonly [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const margin = high > low ? (high - low) / 5 : 1
    return [low - margin, high + margin]
  }
  return { w1: span(points.map(({ w1 }) => w1)), w2: span(points.map(({ w2 }) => w2)) }
}

function lineTrace(id: string, label: string, points: readonly Weights[], style: Partial<Trace>): Trace {
  return {
    id,
    label,
    color: 'theory',
    x: points.map(({ w1 }) => w1),
    y: points.map(({ w2 }) => w2),
    length: points.length,
    version: 0,
    isPath: true,
    gaps: 'break',
    isTheory: true,
    ...style,
  }
}

function contourTraces(point: DataPoint, dropRate: number, level: number, window: PlaneWindow): Trace[] {
  const shape = contour(expectedLossForm(point, dropRate), level, window)
  const style: Partial<Trace> = { isUnlisted: true, dash: 'solid', lineLabel: formatNumber(level) }
  const id = `contour ${dropRate} ${level}`
  const label = 'contour of the expected loss'
  if (shape.kind === 'ellipse')
    return [lineTrace(id, label, [...shape.points, ...shape.points.slice(0, 1)], style)]
  if (shape.kind === 'lines') return shape.lines.map((line, i) => lineTrace(`${id} ${i}`, label, line, style))
  return []
}

/**
 * Contours of the expected loss at `dropRate`, the line of exact solutions, and the closed-form solutions without
 * and (for a positive rate) with dropout.
 */
export function landscape(point: DataPoint, dropRate: number, start: Weights): Landscape {
  const plain = leastSquares(point)
  const dropped = dropoutSolution(point, dropRate)
  const window = windowAround([start, plain, dropped])
  const floor = trainLossFloor(point, dropRate)
  const top = expectedLossAt(expectedLossForm(point, dropRate), start)
  const levels = top > floor ? contourShares.map((share) => floor + share * (top - floor)) : []
  const exact = solutionLine(point, window)
  const traces = levels.flatMap((level) => contourTraces(point, dropRate, level, window))
  if (exact)
    traces.push(
      lineTrace(
        `exact ${point.x1} ${point.x2} ${point.y}`,
        `exact fit: ${point.x1} w1 + ${point.x2} w2 = ${point.y}`,
        exact,
        {
          dash: 'dashdot',
        },
      ),
    )
  const solution = ({ w1, w2 }: Weights, label: string, marker: 'diamond' | 'square'): Annotation => ({
    kind: 'point',
    x: w1,
    y: w2,
    label,
    color: 'theory',
    marker,
  })
  const annotations = [solution(plain, 'least squares', 'square')]
  if (dropRate > 0) annotations.push(solution(dropped, `with dropout, p = ${dropRate}`, 'diamond'))
  return { window, traces, annotations, levels }
}
