import type { GraphBuilder, Value } from '../graph-builder.ts'

/** Entries of an axis: `count` of them, every `step`-th (1 unless told) from `from` on. */
export interface Side {
  readonly from: number
  readonly count: number
  readonly step?: number
}

/** Those entries of each axis that is named; a whole tensor leaves no node. */
export function sliced(graph: GraphBuilder, value: Value, sides: Readonly<Record<number, Side>>): Value {
  const cut = Object.entries(sides)
    .map(([axis, side]) => ({ axis: Number(axis), step: 1, ...side }))
    .filter(({ axis, from, count, step }) => from !== 0 || step !== 1 || count !== value.shape[axis])
  if (cut.length === 0) return value
  const shape = value.shape.map((size, axis) => cut.find((side) => side.axis === axis)?.count ?? size)
  return graph.node(
    'Slice',
    [
      value,
      graph.integers(cut.map(({ from }) => from)),
      graph.integers(cut.map(({ from, count, step }) => from + (count - 1) * step + 1)),
      graph.integers(cut.map(({ axis }) => axis)),
      graph.integers(cut.map(({ step }) => step)),
    ],
    shape,
  )
}

/** Zeros, or copies of `filling`, before and after the axes that are named; none leave no node. */
export function padded(
  graph: GraphBuilder,
  value: Value,
  frame: Readonly<Record<number, { readonly before: number; readonly after: number }>>,
  filling: Value | null = null,
): Value {
  const sides = value.shape.map((_, axis) => frame[axis] ?? { before: 0, after: 0 })
  if (sides.every(({ before, after }) => before === 0 && after === 0)) return value
  return graph.node(
    'Pad',
    [
      value,
      graph.integers([...sides.map(({ before }) => before), ...sides.map(({ after }) => after)]),
      ...(filling ? [filling] : []),
    ],
    value.shape.map((size, axis) => size + (sides[axis]?.before ?? 0) + (sides[axis]?.after ?? 0)),
  )
}
