/** A submission as Markdown, with formulas between dollar signs and pictures as files beside it. */
import { formatCell } from '#text/cells.ts'
import { formatShort } from '#text/numbers.ts'
import { counted } from '#text/words.ts'
import { isEdited, labLinks } from '../pure/links.ts'
import type { Answer, Linked, PartSection, RunUsed, SlotResult, SubmissionDocument } from './document.ts'
import { escapeMarkdown } from './escape.ts'
import { leftOut, noAnswer, runSentence, sourceLines } from './plain-words.ts'

/** Where a figure of a run lies, beside the Markdown file and in the zip. */
export const figurePath = (run: string, figure: string, kind: 'svg' | 'png' = 'svg'): string =>
  `figures/${run}-${figure}.${kind}`

/** The whole file. Its headings are those of `headingsOf`, on the third level. */
export function documentMarkdown(document: SubmissionDocument): string {
  const { title, student, madeAt, problems, runs } = document
  const blocks = [
    `# ${escapeMarkdown(title)}`,
    [
      ...(student === null
        ? []
        : [
            `Name: ${escapeMarkdown(student.name || 'not given')}`,
            `Student ID: ${escapeMarkdown(student.studentId || 'not given')}`,
          ]),
      `Made with Lab 182 on ${madeAt.slice(0, 10)}`,
    ].join('  \n'),
    ...problems.flatMap(({ heading, parts }) => [
      `## ${escapeMarkdown(heading)}`,
      ...parts.flatMap((part) => partBlocks(part, runs)),
    ]),
    ...logBlocks(document),
    ...(runs.length === 0
      ? []
      : ['## Runs used', runs.map((run) => `- ${escapeMarkdown(runSentence(run))}`).join('\n')]),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function partBlocks(part: PartSection, runs: readonly RunUsed[]): string[] {
  const [only] = part.answers
  const isSingle = part.answers.length === 1 && only?.ask === '' && only.question === part.question
  return [
    `### ${escapeMarkdown(part.heading)}`,
    quoted(part.question),
    ...part.answers.flatMap((answer) => [
      isSingle ? '' : quoted([answer.ask, answer.question].filter(Boolean).join(' ')),
      answer.reference !== null
        ? answer.reference.join('\n\n')
        : answer.text.trim() === ''
          ? `*${answer.isSkipped && answer.isOptional ? leftOut : noAnswer}*`
          : wordsMarkdown(answer, runs),
    ]),
    ...part.results.flatMap(resultBlocks),
  ]
}

const quoted = (text: string): string => `> ${text.replaceAll('\n', '\n> ')}`

/** "R3, synthetic; the run was deleted". */
function source(linked: Linked): string {
  const run = linked.kind === 'picture' ? (linked.run ?? '') : linked.run
  const words = [run, ...linked.marks].filter((word) => word !== '').join(', ')
  return linked.gone === null ? words : `${words}; ${linked.gone}`
}

/** The student's words with what their links stand for in them. */
export function wordsMarkdown(answer: Answer, runs: readonly RunUsed[]): string {
  const { text, links } = answer
  let written = ''
  let last = 0
  for (const { id, words, from, to } of labLinks(text)) {
    const linked = links[id]
    written += text.slice(last, from)
    written += linked ? linkMarkdown(linked, words, runs) : escapeMarkdown(words)
    last = to
  }
  return written + text.slice(last)
}

function linkMarkdown(linked: Linked, words: string, runs: readonly RunUsed[]): string {
  switch (linked.kind) {
    case 'value': {
      const edited = isEdited(words, linked.entry) ? `edited; measured ${linked.entry.text}; ` : ''
      return `${escapeMarkdown(words)} \\[${edited}${source(linked)}\\]`
    }
    case 'table':
      return `\n\n${tableMarkdown(linked)}\n\n${captionOf(linked, runs)}\n\n`
    case 'picture': {
      const shown =
        linked.file === null
          ? '*The file of this picture is missing from the worksheet.*'
          : `![${escapeMarkdown(linked.label)}](${linked.file.name})`
      return `${shown}\n\n${captionOf(linked, runs)}`
    }
  }
}

function captionOf(linked: Exclude<Linked, { kind: 'value' }>, runs: readonly RunUsed[]): string {
  const run = runs.find(({ label }) => label === linked.run)
  const from = run ? ` ${source(linked)}: ${run.name}, seed ${run.seed}, ${run.engine}.` : ''
  const left =
    linked.kind === 'table' && linked.rowsLeftOut > 0
      ? ` ${counted(linked.rowsLeftOut, 'row')} left out.`
      : ''
  return `*${escapeMarkdown(`${linked.label}.${from}${left}`)}*`
}

function tableMarkdown({ table }: Extract<Linked, { kind: 'table' }>): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => escapeMarkdown(cell)).join(' | ')} |`
  return [
    line(table.columns),
    `| ${table.columns.map(() => '---').join(' | ')} |`,
    ...table.rows.map((row) => line(table.columns.map((_, at) => formatCell(row[at], {})))),
  ].join('\n')
}

function resultBlocks({ title, run, rows, figures }: SlotResult): string[] {
  if (rows.length === 0 && figures.length === 0) return []
  return [
    `Measured by the lab: ${escapeMarkdown(title)} \\[${run}\\]`,
    rows.map(({ label, value }) => `- ${escapeMarkdown(label)}: ${escapeMarkdown(value)}`).join('\n'),
    ...figures.map(
      (figure) =>
        `![${escapeMarkdown(figure.title)}](${figurePath(run, figure.id)})\n\n*${escapeMarkdown(figure.caption.join(' '))}*`,
    ),
  ]
}

function logBlocks({ log }: SubmissionDocument): string[] {
  if (log === null) return []
  const { record, heading, totalHours } = log
  const people = record.people.filter(({ name, studentId }) => `${name}${studentId}`.trim() !== '')
  const list = (items: readonly string[]): string =>
    items.map((item) => `- ${escapeMarkdown(item)}`).join('\n')
  const hours = Object.entries(record.hours).sort(([a], [b]) => a.localeCompare(b))
  return [
    `### ${heading}`,
    '**Sources**',
    list(sourceLines(record)),
    record.sourcesText.trim(),
    '**People**',
    record.isAlone
      ? 'I worked alone.'
      : list(people.map(({ name, studentId }) => [name, studentId].filter(Boolean).join(', '))),
    record.party.trim() === '' ? '' : `Homework party: ${escapeMarkdown(record.party)}`,
    '**Hours**',
    [
      ...hours.map(([problem, each]) => `- Problem ${problem}: ${formatShort(each)}`),
      `- Total: ${formatShort(totalHours)}`,
    ].join('\n'),
  ]
}
