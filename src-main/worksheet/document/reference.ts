/** The reference solution as a document of the same form: every answer with the numbers of this machine's runs. */
import type { RunSummary } from '#contract/runs.ts'
import type { Values } from '#contract/samples.ts'
import type { Part } from '#experiments/part.ts'
import type { Problem } from '#experiments/problem.ts'
import type { RunFigure } from '../run-figures.ts'
import { homeworkTitle, partHeading, runUsed, slotResult } from './compose.ts'
import type { PartSection, SubmissionDocument } from './document.ts'
import type { FilledSlots } from './used-runs.ts'

export interface ReferenceSources {
  readonly problems: readonly Problem[]
  /** The newest completed run of each slot. */
  readonly slots: FilledSlots
  readonly runs: ReadonlyMap<string, RunSummary>
  readonly figures: ReadonlyMap<string, readonly RunFigure[]>
  /** ISO 8601. */
  readonly madeAt: string
  readonly course: string | null
}

/** Every answer; that of a part which was not run to its end says so. */
export function composeReference(sources: ReferenceSources): SubmissionDocument {
  const { problems, runs } = sources
  const used = problems.flatMap(({ parts }) =>
    parts.flatMap(({ slotList }) => slotList.flatMap(({ key }) => runs.get(sources.slots[key] ?? '') ?? [])),
  )
  const labels = new Map(used.map(({ id }, at) => [id, `R${at + 1}`]))
  return {
    title: `${homeworkTitle(sources.course)}: reference solution`,
    student: null,
    header: 'Reference solution',
    madeAt: sources.madeAt,
    problems: problems.map(({ number, title, parts }) => ({
      heading: `Problem ${number}: ${title}`,
      parts: parts.map((part) => partSection(sources, part, labels)),
    })),
    log: null,
    runs: used.map((run) => runUsed(problems, run, labels.get(run.id) ?? '', [])),
  }
}

function partSection(
  { slots, runs, figures }: ReferenceSources,
  part: Part,
  labels: ReadonlyMap<string, string>,
): PartSection {
  const filled = part.slotList.map((slot) => ({ slot, run: runs.get(slots[slot.key] ?? '') }))
  const values: Values = Object.assign({}, ...filled.map(({ run }) => run?.values ?? {}))
  return {
    id: part.id,
    heading: partHeading(part),
    question: part.question,
    isOptional: part.isOptional === true,
    runs: filled.flatMap(({ run }) => labels.get(run?.id ?? '') ?? []),
    answers: part.asks.map((ask) => {
      const by = filled.find(({ slot }) => slot.answered.includes(ask.id))
      return {
        ask: ask.id === '' ? '' : `(${ask.id})`,
        question: ask.text,
        text: '',
        reference:
          by?.slot.ask(by.run?.request.params ?? {}).answer(ask.id, by.run ? values : {}).paragraphs ?? [],
        links: {},
        isOptional: part.isOptional === true || ask.isOptional === true,
        isSkipped: false,
      }
    }),
    results: filled.flatMap(({ slot, run }) =>
      run ? [slotResult(slot, run, labels.get(run.id) ?? '', figures.get(run.id) ?? [])] : [],
    ),
  }
}
