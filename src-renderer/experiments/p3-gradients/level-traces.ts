import type { LevelSummary } from '#experiments/p3-gradients/definition.ts'
import type { Trace } from '../../charts/chart-props.ts'

const kinds = [
  { kind: 'max', label: 'max', color: '4', marker: 'circle' },
  { kind: 'average', label: 'average', color: '5', marker: 'square' },
] as const

/** Share of nonzeros or norm of the gradient at each level from the output, as measured and as derived. */
export function levelTraces(
  levels: Readonly<Record<'max' | 'average', readonly LevelSummary[]>>,
  quantity: 'share' | 'norm',
): Trace[] {
  return kinds.flatMap(({ kind, label, color, marker }) => {
    const x = levels[kind].map(({ depth }) => depth)
    const y = levels[kind].map((level) => level[quantity])
    const theory = levels[kind].map((level) => level[`${quantity}Theory`])
    // Edits replace the arrays; a sum that weighs places tells most of them apart, and lengths the rest.
    const version = y.reduce((sum, value, i) => sum + value * (i + 1.5) ** 3, x.length)
    const common = { x, length: x.length, isLatestShown: false }
    return [
      {
        ...common,
        id: `${kind} derived`,
        label: `${label}, derived`,
        color: 'theory',
        isTheory: true,
        y: theory,
        version,
      },
      { ...common, id: kind, label, color, marker, kind: 'points', y, version },
    ] as const
  })
}
