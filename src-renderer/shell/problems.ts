import type { Experiment } from '#contract/experiment.ts'
import { definitions } from '#experiments/definitions.ts'
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

export interface Problem {
  readonly number: number
  readonly title: string
  /** Absent while the problem is not built. */
  readonly built?: { readonly experiment: Experiment; readonly Panel: Component<PanelProps> }
}

function built(experiment: Experiment): NonNullable<Problem['built']> {
  const panel = panels[`../experiments/${experiment.id}/Panel.svelte`]
  if (!panel)
    throw new Error(
      `Experiment ${experiment.id} has no src-renderer/experiments/${experiment.id}/Panel.svelte.`,
    )
  return { experiment, Panel: panel.default }
}

const numbers = new Set([...Object.keys(titles).map(Number), ...definitions.map(({ problem }) => problem)])

/** Every problem by number: those of the homework, and any that has been added as a folder. */
export const problems: readonly Problem[] = [...numbers]
  .sort((a, b) => a - b)
  .map((number) => {
    const experiment = definitions.find((definition) => definition.problem === number)
    const title = experiment?.title ?? titles[number] ?? `Problem ${number}`
    return experiment ? { number, title, built: built(experiment) } : { number, title }
  })
