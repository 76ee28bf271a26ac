import type { Experiment } from '#contract/experiment.ts'

// Found, not listed: a new problem is a new folder and nothing else.
const modules = import.meta.glob<{ readonly definition: Experiment }>('./*/definition.ts', { eager: true })

/** Every experiment's declaration, by problem number, then by id. */
export const definitions: readonly Experiment[] = Object.values(modules)
  .map((module) => module.definition)
  .sort((a, b) => a.problem - b.problem || a.id.localeCompare(b.id, 'en'))
