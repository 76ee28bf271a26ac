import type { GraphBuilder, Value } from './graph-builder.ts'

/** The parts of a vector, one of each size; of more than `most`, in several steps. */
export function takeApart(
  graph: GraphBuilder,
  value: Value,
  sizes: readonly number[],
  most: number,
): Value[] {
  if (sizes.length === 1) return [value]
  if (sizes.length <= most)
    return graph.split(
      'Split',
      [value, graph.integers(sizes)],
      sizes.map((size) => [size]),
      { axis: 0 },
    )
  const groups = inGroups(sizes, most)
  const whole = takeApart(
    graph,
    value,
    groups.map((group) => group.reduce((sum, size) => sum + size, 0)),
    most,
  )
  return groups.flatMap((group, index) => {
    const part = whole[index]
    if (!part) throw new RangeError(`There is no group ${index}.`)
    return takeApart(graph, part, group, most)
  })
}

/** Vectors end to end; more than `most`, in several steps. */
export function putTogether(graph: GraphBuilder, parts: readonly Value[], most: number): Value {
  const [only] = parts
  if (only && parts.length === 1) return only
  if (parts.length > most)
    return putTogether(
      graph,
      inGroups(parts, most).map((group) => putTogether(graph, group, most)),
      most,
    )
  const size = parts.reduce((sum, part) => sum + (part.shape[0] ?? 1), 0)
  return graph.node('Concat', parts, [size], { axis: 0 })
}

/** One after another in groups of `size`; the last may be smaller. */
function inGroups<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, group) =>
    all.slice(group * size, (group + 1) * size),
  )
}
