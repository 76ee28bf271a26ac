import type { LevelSummary } from '#experiments/p3-gradients/pure/pooling-grid.ts'
import type { Trace } from '#figures/trace.ts'
import type { Curve } from '../../lab/run-curves.ts'

const kinds = [
  { kind: 'max', color: '4', marker: 'circle' },
  { kind: 'average', color: '5', marker: 'square' },
] as const

/** Share of nonzeros or norm of the gradient at each level from the output, as computed and as derived. */
export function levelTraces(
  levels: Readonly<Record<'max' | 'average', readonly LevelSummary[]>>,
  quantity: 'share' | 'norm',
): Trace[] {
  return kinds.flatMap(({ kind, color, marker }) => {
    const x = levels[kind].map(({ depth }) => depth)
    const y = levels[kind].map((level) => level[quantity])
    const theory = levels[kind].map((level) => level[`${quantity}Theory`])
    // Edits replace the arrays; a sum weighted by place distinguishes most of them, and the length the rest.
    const version = y.reduce((sum, value, i) => sum + value * (i + 1.5) ** 3, x.length)
    const common = { x, length: x.length, isLatestShown: false }
    return [
      {
        ...common,
        id: `${kind} derived`,
        label: `${kind}, derived`,
        color: 'theory',
        isTheory: true,
        y: theory,
        version,
      },
      { ...common, id: kind, label: kind, color, marker, kind: 'points', y, version },
    ] as const
  })
}

/** The same quantity as runs logged it, as lines: the points are those of the form. */
export const loggedLevels = (quantity: 'share' | 'norm'): readonly Curve[] =>
  kinds.map(({ kind, color }) => ({
    track: kind,
    series: quantity,
    label: `${kind}, run`,
    color,
    marker: 'none',
    isLatestShown: false,
  }))
