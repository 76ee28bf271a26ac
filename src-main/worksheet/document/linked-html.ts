/** What stands in HTML for the links of a student's words: numbers with their run, tables, charts, pictures. */
import { formatCell } from '#text/cells.ts'
import { counted } from '#text/words.ts'
import { isEdited } from '../pure/links.ts'
import type { LinkedPicture, LinkedTable, LinkedValue, RunUsed } from './document.ts'
import { escapeHtml } from './escape.ts'
import { inlineSvg } from './inline-svg.ts'

const base64 = (data: Uint8Array): string => Buffer.from(data).toString('base64')
const types = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', svg: 'image/svg+xml' } as const

/** "R3, synthetic; the run was deleted". */
function sourceWords(linked: LinkedValue | LinkedTable | LinkedPicture): string {
  const words = [linked.run ?? '', ...linked.marks].filter((word) => word !== '').join(', ')
  return linked.gone === null ? words : `${words}; ${linked.gone}`
}

/** A number with the run it is of; one that was typed over stands beside what was measured. */
export function valueHtml(value: LinkedValue, words: string): string {
  const edited = isEdited(words, value.entry) ? `edited; measured ${value.entry.text}; ` : ''
  return `<span class="value" title="${escapeHtml(value.entry.label)}">${escapeHtml(words)}</span><span class="source"> [${escapeHtml(edited + sourceWords(value))}]</span>`
}

/** Where the numbers of a figure come from: run, seed, engine, data. */
function captionWords(linked: LinkedTable | LinkedPicture, runs: readonly RunUsed[]): string {
  const run = runs.find(({ label }) => label === linked.run)
  if (!run) return ''
  const data = run.data === null ? '' : `, data: ${run.data}`
  return `${sourceWords(linked)}: ${run.name}, seed ${run.seed}, ${run.engine}${data}.`
}

/** A table of a run with its caption. */
export function tableHtml(linked: LinkedTable, runs: readonly RunUsed[]): string {
  const { columns, rows } = linked.table
  const isNumber = columns.map((_, at) => rows.some((row) => typeof row[at] === 'number'))
  const cell = (tag: 'th' | 'td', text: string, at: number): string =>
    `<${tag}${isNumber[at] ? ' class="number"' : ''}>${escapeHtml(text)}</${tag}>`
  const left = linked.rowsLeftOut === 0 ? '' : ` ${counted(linked.rowsLeftOut, 'row')} left out.`
  return [
    `<figure class="table${columns.length > 7 ? ' wide' : ''}"><figcaption>${escapeHtml(`${linked.label}. ${captionWords(linked, runs)}${left}`)}</figcaption>`,
    `<table><thead><tr>${columns.map((name, at) => cell('th', name, at)).join('')}</tr></thead><tbody>`,
    ...rows.map(
      (row) => `<tr>${row.map((value, at) => cell('td', formatCell(value, {}), at)).join('')}</tr>`,
    ),
    '</tbody></table></figure>',
  ].join('\n')
}

/** A chart or picture with its caption; a drawing stays one, so that it prints sharp. */
export function pictureHtml(linked: LinkedPicture, runs: readonly RunUsed[], id: string): string {
  const { file, label } = linked
  const caption = escapeHtml([`${label}.`, captionWords(linked, runs)].filter(Boolean).join(' '))
  if (file === null)
    return `<figure><p class="missing">The file of this picture is missing from the worksheet.</p><figcaption>${caption}</figcaption></figure>`
  const drawn = file.kind === 'svg' ? inlineSvg(Buffer.from(file.data).toString('utf8'), id) : null
  const shown =
    drawn ??
    `<img alt="${escapeHtml(linked.description || label)}" src="data:${types[file.kind]};base64,${base64(file.data)}">`
  return `<figure>${shown}<figcaption>${caption}</figcaption></figure>`
}
