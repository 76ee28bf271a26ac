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

/** Tensors one behind another along an axis; more than `most`, in several steps. */
export function putTogether(graph: GraphBuilder, parts: readonly Value[], most: number, axis = 0): Value {
  const [first] = parts
  if (!first) throw new RangeError('There is nothing to join.')
  if (parts.length === 1) return first
  if (parts.length > most) {
    const groups = inGroups(parts, most).map((group) => putTogether(graph, group, most, axis))
    return putTogether(graph, groups, most, axis)
  }
  const size = parts.reduce((sum, part) => sum + (part.shape[axis] ?? 1), 0)
  const shape = first.shape.map((each, at) => (at === axis ? size : each))
  return graph.node('Concat', parts, shape, { axis })
}

/** One after another in groups of `size`; the last may be smaller. */
function inGroups<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, group) =>
    all.slice(group * size, (group + 1) * size),
  )
}
