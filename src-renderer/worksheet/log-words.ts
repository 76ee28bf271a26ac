/** The homework log in words: names of its sources, its problems, and the whole for a comparison of two. */
import type { ProcessLog } from '#contract/worksheet.ts'
import { problems } from '#experiments/problems.ts'
import { formatShort } from '#text/numbers.ts'
import type { LogContent } from './log-content.ts'

export const sourceKinds: Readonly<
  Record<ProcessLog['sources'][number]['kind'], { readonly name: string; readonly ask: string }>
> = {
  lecture: { name: 'Lecture', ask: 'Which one' },
  notes: { name: 'Notes', ask: 'Which ones' },
  forum: { name: 'Forum', ask: 'Which thread' },
  ai: { name: 'AI tool', ask: 'Which one, and for what' },
  other: { name: 'Other', ask: 'What' },
}

/** The problems that take hours, the log itself included. */
export const timedProblems: readonly { readonly number: number; readonly title: string }[] = [
  ...problems.filter(({ number }) => number !== 6).map(({ number, title }) => ({ number, title })),
  { number: 6, title: 'Homework log' },
].sort((a, b) => a.number - b.number)

/** Hours of all problems together. */
export const totalHours = (hours: LogContent['hours']): number =>
  Object.values(hours).reduce((sum, each) => sum + each, 0)

/** A log as lines of text. */
export function logText({ sources, sourcesText, isAlone, people, party, hours }: LogContent): string {
  const named = sources.map(({ kind, detail }) =>
    detail === '' ? sourceKinds[kind].name : `${sourceKinds[kind].name} (${detail})`,
  )
  const names = people.map(({ name, studentId }) => (studentId === '' ? name : `${name} (${studentId})`))
  const times = Object.entries(hours).map(([problem, each]) => `problem ${problem}: ${formatShort(each)} h`)
  return [
    `Sources: ${named.join(', ') || 'none given'}`,
    sourcesText === '' ? [] : sourcesText,
    `People: ${isAlone ? 'worked alone' : names.join(', ') || 'none given'}`,
    party === '' ? [] : `Homework party: ${party}`,
    `Hours: ${times.join(', ') || 'none given'}`,
  ]
    .flat()
    .join('\n')
}
