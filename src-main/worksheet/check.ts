/** What a student should know before handing in, cell by cell. Pure. */
import type { Finding, FindingKind, SubmissionCheck } from '#contract/submission.ts'
import type { Cell, LinkState, Mark, Worksheet } from '#contract/worksheet.ts'
import type { Problem } from '#experiments/problem.ts'
import { cellPlaces, type CellPlace } from './pure/cells.ts'
import { isEdited, linksIn } from './document/cell-links.ts'

/** What is known of the runs that a worksheet links. */
export interface LinkStates {
  /** By cell and link. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, LinkState>>>>
}

type Found = Pick<Finding, 'kind' | 'isWarning' | 'sentence'>

const ofMarks: Readonly<Record<Mark, { readonly kind: FindingKind; readonly words: string }>> = {
  synthetic: {
    kind: 'synthetic',
    words: 'is of drawn images, not of CIFAR-10; import CIFAR-10 and run again if you want real images',
  },
  'host memory': {
    kind: 'host',
    words: 'is memory of the host, since no GPU was measured; state that beside it',
  },
  predicted: { kind: 'predicted', words: 'was predicted and not measured; state that beside it' },
  stopped: { kind: 'stopped', words: 'is of a run that was stopped early; run it to its end' },
  failed: { kind: 'failed', words: 'is of a run that failed; run it again' },
  diverged: {
    kind: 'diverged',
    words: 'is of a training that diverged; describe that, or run it with other settings',
  },
  'not the homework’s setting': {
    kind: 'setting',
    words: 'does not have the homework’s setting; run it with that setting, or state yours',
  },
}
/** Findings that are only good to know: honest answers may hold them. */
const notes: ReadonlySet<FindingKind> = new Set([
  'synthetic',
  'host',
  'predicted',
  'newer',
  'skipped',
  'diverged',
])

const sentenceOf = (what: string, words: string): string => `${what} ${words}.`

/** The findings of one cell. */
export function checkCell(
  place: CellPlace,
  cell: Cell | undefined,
  states: Readonly<Record<string, LinkState>>,
): readonly Found[] {
  const found: Found[] = []
  const add = (kind: FindingKind, sentence: string): void => {
    if (!found.some((each) => each.kind === kind && each.sentence === sentence))
      found.push({ kind, isWarning: !notes.has(kind), sentence })
  }
  if (cell?.isSkipped === true && place.isOptional) {
    add('skipped', 'This optional part is left out.')
    return found
  }
  if ((cell?.text ?? '').trim() === '') {
    if (place.isOptional)
      found.push({
        kind: 'empty',
        isWarning: false,
        sentence: 'This optional part is empty: answer it, or leave it out.',
      })
    else add('empty', 'Nothing is written here yet.')
    return found
  }
  for (const { id, words } of linksIn(cell?.text ?? '')) {
    const link = cell?.links[id]
    if (link === undefined || link.kind === 'picture') continue
    const what = link.kind === 'value' ? `${link.label} (${words})` : link.label
    const state = states[id]
    if (state?.isRunGone === true)
      add(
        'stale',
        sentenceOf(
          what,
          'is of a run that was deleted; link a run that is there, or keep the number as it is',
        ),
      )
    else if (state?.newer) add('newer', sentenceOf(what, 'could be updated from a newer run'))
    if (link.kind === 'value' && isEdited(words, link.text))
      add(
        'edited',
        sentenceOf(`${link.label} was typed over: ${words}`, `instead of the measured ${link.text}`),
      )
    for (const mark of link.from.marks) add(ofMarks[mark].kind, sentenceOf(what, ofMarks[mark].words))
  }
  return found
}

/** What is missing from the homework log, a sentence each. */
function checkLog({ log }: Worksheet, problems: readonly Problem[]): readonly string[] {
  const hasSources = log.sources.length > 0 || log.sourcesText.trim() !== ''
  const hasPeople =
    log.isAlone || log.party.trim() !== '' || log.people.some(({ name }) => name.trim() !== '')
  const unsaid = problems.filter(({ number }) => log.hours[String(number)] === undefined)
  return [
    ...(hasSources ? [] : ['Problem 6 names no source; name the ones you used.']),
    ...(hasPeople
      ? []
      : ['Problem 6 does not state whom you worked with; add them, or state that you worked alone.']),
    ...log.people.flatMap(({ name, studentId }) =>
      name.trim() !== '' && studentId.trim() === '' ? [`Problem 6 has no student ID of ${name.trim()}.`] : [],
    ),
    ...(unsaid.length === 0
      ? []
      : [`Problem 6 has no hours for problem ${unsaid.map(({ number }) => number).join(', ')}.`]),
  ]
}

/** Every finding of a worksheet, what belongs to all of it first; `pdfProblem` is added by who knows the host. */
export function checkWorksheet(
  worksheet: Worksheet,
  problems: readonly Problem[],
  { cells }: LinkStates,
): Omit<SubmissionCheck, 'pdfProblem'> {
  const whole = (kind: FindingKind, sentence: string): Finding => ({
    kind,
    cell: null,
    isWarning: true,
    sentence,
  })
  const { name, studentId } = worksheet.student
  const places = cellPlaces(problems)
  const required = places.filter(({ isOptional }) => !isOptional)
  return {
    findings: [
      ...(name.trim() === '' ? [whole('student', 'Your name is missing; it stands on every page.')] : []),
      ...(studentId.trim() === ''
        ? [whole('student', 'Your student ID is missing; it stands on every page.')]
        : []),
      ...places.flatMap((place) =>
        checkCell(place, worksheet.cells[place.id], cells[place.id] ?? {}).map((found): Finding => ({
          ...found,
          cell: place.id,
        })),
      ),
      ...checkLog(worksheet, problems).map((sentence) => whole('log', sentence)),
    ],
    required: required.length,
    answered: required.filter(({ id }) => (worksheet.cells[id]?.text ?? '').trim() !== '').length,
  }
}
