import type { Problem } from '#experiments/problem.ts'
import { problems as builtProblems } from '#experiments/problems.ts'
import type { Component } from 'svelte'
import type { PanelProps } from './panel-props.ts'

/** The homework's problems, in our words; those with an experiment and a panel can be opened. */
const titles: Readonly<Record<number, string>> = {
  1: 'Understanding dropout',
  2: 'Regularization and dropout',
  3: 'Weights and gradients in a CNN',
  4: 'Inductive bias of CNNs',
  5: 'Memory on GPUs',
  6: 'Homework log',
}

// Found, not listed: a new problem is a folder in src-main/experiments and one of the same name here.
const panels = import.meta.glob<{ readonly default: Component<PanelProps> }>(
  '../experiments/*/Panel.svelte',
  {
    eager: true,
  },
)

export interface Entry {
  readonly number: number
  readonly title: string
  /** Absent while the problem is not built. */
  /** `Panel` where the problem still lays out its parts itself. */
  readonly built?: { readonly problem: Problem; readonly Panel: Component<PanelProps> | null }
}

function built(problem: Problem): NonNullable<Entry['built']> {
  const panel = panels[`../experiments/${problem.id}/Panel.svelte`]
  return { problem, Panel: panel?.default ?? null }
}

const numbers = new Set([...Object.keys(titles).map(Number), ...builtProblems.map(({ number }) => number)])

/** Every problem by number: those of the homework, and any that has been added as a folder. */
export const problems: readonly Entry[] = [...numbers]
  .sort((a, b) => a - b)
  .map((number) => {
    const problem = builtProblems.find((candidate) => candidate.number === number)
    const title = problem?.title ?? titles[number] ?? `Problem ${number}`
    return problem ? { number, title, built: built(problem) } : { number, title }
  })
