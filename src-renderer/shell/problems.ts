import type { Problem } from '#experiments/problem.ts'
import { problems as builtProblems } from '#experiments/problems.ts'

/** The homework's problems, in our words; those that are built can be opened. */
const titles: Readonly<Record<number, string>> = {
  1: 'Understanding dropout',
  2: 'Regularization and dropout',
  3: 'Weights and gradients in a CNN',
  4: 'Inductive bias of CNNs',
  5: 'Memory on GPUs',
  6: 'Homework log',
}

/** Address of problem 6. */
export const logPage = 'p6-process'

export interface Entry {
  readonly number: number
  readonly title: string
  /** Absent while the problem is not built, and of the homework log, which is a page and no panel. */
  readonly problem?: Problem
  /** Address of a page that is no panel. */
  readonly page?: string
}

const numbers = new Set([...Object.keys(titles).map(Number), ...builtProblems.map(({ number }) => number)])

/** Every problem by number: those of the homework, and any that has been added as a folder. */
export const problems: readonly Entry[] = [...numbers]
  .sort((a, b) => a - b)
  .map((number) => {
    const problem = builtProblems.find((candidate) => candidate.number === number)
    const title = problem?.title ?? titles[number] ?? `Problem ${number}`
    if (problem) return { number, title, problem }
    return number === 6 ? { number, title, page: logPage } : { number, title }
  })
