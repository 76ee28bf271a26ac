import type { ProcessLog, Worksheet } from '#contract/worksheet.ts'
import { askWorksheet, type WorksheetLab } from './worksheet-lab.ts'
import { Draft } from './draft.svelte.ts'

/** What the student changes of the homework log. */
export type LogContent = Omit<ProcessLog, 'revision' | 'changedAt'>
export type LogDraft = Draft<LogContent, ProcessLog>

export const logContent = ({ revision: _, changedAt: __, ...content }: ProcessLog): LogContent => content

/** The homework log of a worksheet as the page types it. */
export const logDraft = (lab: WorksheetLab, worksheet: Worksheet): LogDraft =>
  new Draft(worksheet.log, {
    contentOf: logContent,
    isSame: (a, b) => canonical(a) === canonical(b),
    save: async (log, base) => {
      const answer = await askWorksheet(lab, 'saveLog', { worksheet: worksheet.id, base, log })
      return answer.kind === 'saved' ? { kind: 'saved', stored: answer.log } : answer
    },
  })

/** The same for two logs that say the same, in whatever order their fields and hours were written. */
function canonical({ hours, ...log }: LogContent): string {
  const { sources, sourcesText, isAlone, people, party } = log
  const sorted = Object.entries(hours).sort(([a], [b]) => a.localeCompare(b, 'en'))
  return JSON.stringify([
    sources.map(({ kind, detail }) => [kind, detail]),
    sourcesText,
    isAlone,
    people.map(({ name, studentId }) => [name, studentId]),
    party,
    sorted,
  ])
}

const isIn = <T>(list: readonly T[], item: T): boolean =>
  list.some((each) => JSON.stringify(each) === JSON.stringify(item))
const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...a, ...b.filter((item) => !isIn(a, item))]
const bothTexts = (a: string, b: string): string => (a === b || b === '' ? a : a === '' ? b : `${a}\n\n${b}`)

/** Everything that stands in either of two logs; where they contradict (hours), what stands in the first. */
export const joinedLogs = (mine: LogContent, theirs: LogContent): LogContent => ({
  sources: union(mine.sources, theirs.sources).slice(0, 40),
  sourcesText: bothTexts(mine.sourcesText, theirs.sourcesText),
  isAlone: mine.isAlone && theirs.isAlone,
  people: union(mine.people, theirs.people).slice(0, 40),
  party: bothTexts(mine.party, theirs.party),
  hours: { ...theirs.hours, ...mine.hours },
})
