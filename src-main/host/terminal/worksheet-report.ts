/** What `worksheet` prints. */
import type { WorksheetHead } from '#contract/worksheet.ts'
import type { Problem } from '#experiments/problem.ts'
import { counted } from '#text/words.ts'
import { progressOf, progressWords } from '#worksheet/pure/progress.ts'
import type { CellState, ResolvedCell, ResolvedLink, ResolvedWorksheet } from '#worksheet/resolve.ts'

const ticks = { answered: '[x]', empty: '[ ]', stale: '[!]', skipped: '[-]' } satisfies Record<
  CellState,
  string
>

/** "2026-01-31 18:00 UTC". */
const moment = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`

/** A line of the list: the id first, as `show` wants it. */
export const worksheetLine = ({ id, name, changedAt, problem }: WorksheetHead): string =>
  `${id.padEnd(16)}  ${problem ?? `${name}${changedAt === null ? '' : `, changed ${moment(changedAt)}`}`}`

/** What stands in the place of a link where there is nothing to press. */
function linkWords({ at, link, isEdited, isRunGone, isRunInTrash, newer, marks }: ResolvedLink): string {
  if (!link) return `${at.words} (${at.id} is no longer there)`
  const drawn = link.kind === 'value' ? at.words : `[${link.kind}: ${at.words}]`
  const notes = [
    ...('from' in link ? [`${link.from.slot}, seed ${link.from.seed}`] : []),
    ...marks,
    ...(isEdited && link.kind === 'value' ? [`edited, measured ${link.text}`] : []),
    ...(isRunGone ? [isRunInTrash ? 'its run is in the trash' : 'its run was deleted'] : []),
    ...(newer ? [`another run fills the slot: ${newer.id}`] : []),
  ]
  return notes.length === 0 ? drawn : `${drawn} (${notes.join('; ')})`
}

/** The student's text, with what the links say in their place. */
function cellText({ cell, links }: ResolvedCell): string {
  const text = cell?.text ?? ''
  let [written, behind] = ['', 0]
  for (const link of links) {
    written += text.slice(behind, link.at.from) + linkWords(link)
    behind = link.at.to
  }
  return (written + text.slice(behind)).trim()
}

function cellLines(cell: ResolvedCell): string[] {
  const { place, state } = cell
  const text = cellText(cell)
  const optional = place.isOptional ? ', optional' : ''
  return [
    `  ${ticks[state]} ${place.id.padEnd(8)} ${state}${optional}`,
    ...(text === '' ? [] : text.split('\n').map((line) => (line === '' ? '' : `        ${line}`))),
  ]
}

function slotLines({ slots }: ResolvedWorksheet, problem: Problem): string[] {
  return problem.parts.flatMap(({ slotList }) =>
    slotList.flatMap(({ key }) => {
      const { run, isChosen = false, isChosenGone = false } = slots.get(key) ?? { run: null }
      const gone = isChosenGone ? '; the chosen run is gone' : ''
      if (!run) return isChosenGone ? [`  run of ${key}: none${gone}`] : []
      const how = isChosen ? 'chosen' : 'newest'
      return [`  run of ${key}: ${run.id}, seed ${run.request.seed}, ${run.status} (${how}${gone})`]
    }),
  )
}

function logLines({ worksheet: { log } }: ResolvedWorksheet): string[] {
  const hours = Object.values(log.hours)
  const total = hours.reduce((sum, each) => sum + each, 0)
  const people = log.isAlone ? 'alone' : `with ${counted(log.people.length, 'person', 'people')}`
  const isEmpty = log.revision === 0
  return [
    'Problem 6: homework log',
    isEmpty
      ? '  [ ] empty'
      : `  [x] ${counted(log.sources.length, 'source')}, ${people}, ${hours.length === 0 ? 'no hours' : `${total} h in all`}`,
    '',
  ]
}

/** A worksheet for a person: every cell with its state, the text, and the runs that fill the slots. */
export function worksheetText(
  resolved: ResolvedWorksheet,
  notice: string | null,
  problems: readonly Problem[],
): string {
  const { worksheet, cells } = resolved
  const { name, studentId } = worksheet.student
  const student = [name, studentId].filter((word) => word !== '').join(', ')
  const progress = progressOf(
    cells.map(({ place, state }) => ({
      isOptional: place.isOptional,
      isAnswered: state === 'answered' || state === 'stale',
    })),
  )
  return [
    `${worksheet.name}, changed ${moment(worksheet.changedAt)}${student === '' ? '' : `; ${student}`}`,
    ...(notice === null ? [] : [notice]),
    progressWords(progress),
    '',
    ...problems.flatMap((problem) => [
      `Problem ${problem.number}: ${problem.title}`,
      ...cells.filter(({ place }) => place.problem.id === problem.id).flatMap(cellLines),
      ...slotLines(resolved, problem),
      '',
    ]),
    ...logLines(resolved),
  ].join('\n')
}

/** The same for programs. */
export function worksheetJson(
  { worksheet, cells, slots }: ResolvedWorksheet,
  notice: string | null,
): unknown {
  const { cells: _, ...head } = worksheet
  return {
    worksheet: head,
    notice,
    cells: cells.map(({ place, cell, state, links }) => ({
      id: place.id,
      state,
      isOptional: place.isOptional,
      text: cell?.text ?? '',
      links: links.map(({ at, link, newer, ...more }) => ({
        id: at.id,
        words: at.words,
        ...more,
        newer: newer?.id ?? null,
        link,
      })),
    })),
    slots: Object.fromEntries(
      [...slots].map(([key, { run, isChosen, isChosenGone }]) => [
        key,
        {
          run: run?.id ?? null,
          seed: run?.request.seed ?? null,
          status: run?.status ?? null,
          isChosen,
          isChosenGone,
        },
      ]),
    ),
  }
}
