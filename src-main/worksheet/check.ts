/** What a student should know before handing in, cell by cell. Pure. */
import type { Finding, FindingKind, SubmissionCheck } from '#contract/submission.ts'
import type { Mark, Worksheet } from '#contract/worksheet.ts'
import type { Problem } from '#experiments/problem.ts'
import type { ResolvedCell, ResolvedLink, ResolvedWorksheet } from './resolve.ts'
import { progressOf } from './pure/progress.ts'

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

/** The findings of one cell. */
export function checkCell({ place, state, links }: ResolvedCell): readonly Found[] {
  const found: Found[] = []
  const add = (kind: FindingKind, sentence: string, isWarning = !notes.has(kind)): void => {
    if (!found.some((each) => each.kind === kind && each.sentence === sentence))
      found.push({ kind, isWarning, sentence })
  }
  if (state === 'skipped' && place.isOptional) add('skipped', 'This optional part is left out.')
  else if (state === 'skipped' || state === 'empty')
    add(
      'empty',
      place.isOptional ? 'This optional part is empty; answer it, or leave it out.' : 'No answer yet.',
      !place.isOptional,
    )
  else for (const each of links) for (const { kind, sentence } of checkLink(each)) add(kind, sentence)
  return found
}

function checkLink({
  at,
  link,
  isEdited,
  isRunGone,
  isRunInTrash,
  newer,
  marks,
}: ResolvedLink): readonly Omit<Found, 'isWarning'>[] {
  if (link === null)
    return [{ kind: 'stale', sentence: `“${at.words}” links to nothing in this worksheet; link it again.` }]
  const what = link.kind === 'value' ? `${link.label} (${at.words})` : link.label
  const found: Omit<Found, 'isWarning'>[] = []
  if (isRunGone)
    found.push({
      kind: 'stale',
      sentence: isRunInTrash
        ? `${what} is of a run in the trash; restore the run, link another one, or keep what was measured.`
        : `${what} is of a run that was deleted; link a run that is there, or keep what was measured.`,
    })
  else if (newer !== null)
    found.push({ kind: 'newer', sentence: `${what} could be updated from the run “${newer.name}”.` })
  if (isEdited && link.kind === 'value')
    found.push({
      kind: 'edited',
      sentence: `${link.label} was typed over: ${at.words} instead of the measured ${link.text}.`,
    })
  return [
    ...found,
    ...marks.map((mark) => ({ kind: ofMarks[mark].kind, sentence: `${what} ${ofMarks[mark].words}.` })),
  ]
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
  { worksheet, cells }: Pick<ResolvedWorksheet, 'worksheet' | 'cells'>,
  problems: readonly Problem[],
): Omit<SubmissionCheck, 'pdfProblem'> {
  const whole = (kind: FindingKind, sentence: string): Finding => ({
    kind,
    cell: null,
    isWarning: true,
    sentence,
  })
  const { name, studentId } = worksheet.student
  return {
    findings: [
      ...(name.trim() === '' ? [whole('student', 'Your name is missing; it stands on every page.')] : []),
      ...(studentId.trim() === ''
        ? [whole('student', 'Your student ID is missing; it stands on every page.')]
        : []),
      ...cells.flatMap((cell) =>
        checkCell(cell).map((found): Finding => ({ ...found, cell: cell.place.id })),
      ),
      ...checkLog(worksheet, problems).map((sentence) => whole('log', sentence)),
    ],
    ...progressOf(
      cells.map(({ place, state }) => ({
        isOptional: place.isOptional,
        isAnswered: state === 'answered' || state === 'stale',
      })),
    ),
  }
}
