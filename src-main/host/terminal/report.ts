import type { ParamValue } from '#contract/fields.ts'
import { allowedRange } from '#contract/params.ts'
import type { RunHead } from '#contract/run-head.ts'
import { isResumable } from '#contract/runs.ts'
import type { SampleBatch, Table, Value, Values } from '#contract/samples.ts'
import { columnHeaded, type ValueDeclaration } from '#contract/values.ts'
import type { Slot } from '#experiments/part.ts'
import type { Problem } from '#experiments/problem.ts'
import { formatCell } from '#text/cells.ts'
import { formatNumber } from '#text/numbers.ts'
import { plainTex } from '#text/plain-tex.ts'
import { counted } from '#text/words.ts'
import { labCommand } from '#text/program-name.ts'

type JsonValue = number | Table | null

/** The last JSON line of a run; unmeasured values are null, with their reasons beside. */
export function resultJson(run: RunHead, measured: Values): Record<string, unknown> {
  const values: Record<string, JsonValue> = {}
  const notMeasured: Record<string, string> = {}
  for (const [id, value] of Object.entries(measured)) {
    values[id] = value.value
    if (value.value === null) notMeasured[id] = value.notMeasured
  }
  return {
    type: 'result',
    status: run.status,
    run: run.id,
    seed: run.request.seed,
    seconds: run.seconds,
    hasDiverged: run.hasDiverged,
    ...(run.dataHash === null ? {} : { dataHash: run.dataHash, dataNote: run.dataNote }),
    values,
    ...(Object.keys(notMeasured).length > 0 ? { notMeasured } : {}),
    ...(run.problem === null ? {} : { problem: run.problem }),
  }
}

/** One JSON object a sample; a non-finite number is null ("diverged"). */
export function* sampleLines(batch: SampleBatch): Iterable<string> {
  for (const [i, step] of batch.steps.entries()) {
    const values = Object.fromEntries(
      Object.entries(batch.series).map(([id, column]) => [id, column[i] ?? null]),
    )
    yield JSON.stringify({ type: 'sample', track: batch.track, step, seconds: batch.seconds[i], values })
  }
}

/** The values of a run as lines for a person: id, number, unit, label. */
export function resultText(run: RunHead, values: Values, declared: readonly ValueDeclaration[]): string {
  const lines = declared.flatMap((declaration) => {
    const value = values[declaration.id]
    if (!value) return []
    const first = `  ${declaration.id.padEnd(22)} ${shown(value)} ${declaration.unit}  ${declaration.label}`
    const table = value.value
    return typeof table === 'object' && table !== null ? [first, tableText(table, declaration)] : [first]
  })
  const ending = `${run.name}: ${run.status}, seed ${run.request.seed}, kept as ${run.id}`
  const data = run.dataNote === null ? [] : [`Data: ${run.dataNote}`]
  const rest = isResumable(run)
    ? [`Its finished trainings are kept; go on with the others: ${labCommand(`resume ${run.id}`)}`]
    : []
  return [ending, ...data, ...(run.problem === null ? [] : [run.problem]), ...rest, ...lines, ''].join('\n')
}

function shown(value: Value): string {
  if (value.value === null) return `not measured (${value.notMeasured})`
  if (typeof value.value === 'number') return formatNumber(value.value).padStart(14)
  const { length } = value.value.rows
  const { length: printed } = printedRows(value.value)
  const rows = counted(length, 'row')
  return (printed < length ? `${printed} of ${rows} (--json prints all)` : rows).padStart(14)
}

const rowsPrinted = 36
/** Share of empty cells above which a column is one of few measured rows among many computed ones. */
const sparse = 0.8
const narrowest = 12

/** The rows printed of a table: of a longer one the first, or the filled ones where most only carry a curve. */
function printedRows({ columns, rows }: Table): Table['rows'] {
  if (rows.length <= rowsPrinted) return rows
  const isSparse = columns.some(
    (_, at) => rows.filter((row) => row[at] === null).length > sparse * rows.length,
  )
  if (!isSparse) return rows.slice(0, rowsPrinted)
  const filled = (row: Table['rows'][number]): number => row.filter((cell) => cell !== null).length
  const least = rows.map(filled).sort((a, b) => b - a)[rowsPrinted - 1] ?? 0
  const best = rows.filter((row) => filled(row) > least)
  return best.length > 0 ? best : rows.slice(0, rowsPrinted)
}

function tableText(table: Table, declaration: ValueDeclaration): string {
  const empty = declaration.emptyCell === undefined ? {} : { whenEmpty: declaration.emptyCell }
  const formats = table.columns.map((heading) => columnHeaded(declaration, heading) ?? empty)
  const lines = [
    table.columns,
    ...printedRows(table).map((row) => row.map((cell, at) => formatCell(cell, formats[at] ?? empty))),
  ]
  const widths = table.columns.map((_, at) =>
    Math.max(narrowest, ...lines.map((entries) => entries[at]?.length ?? 0)),
  )
  return lines
    .map((entries) => `    ${entries.map((entry, at) => entry.padStart(widths[at] ?? 0)).join('  ')}`)
    .join('\n')
}

/** What `list` prints. */
export function problemsText(problems: readonly Problem[]): string {
  return problems
    .map(({ number, title, parts }) =>
      [`Problem ${number}: ${title}`, ...parts.flatMap(({ slotList }) => slotList.map(slotText)), ''].join(
        '\n',
      ),
    )
    .join('\n')
}

/** The same for programs. */
export function problemsJson(problems: readonly Problem[]): Record<string, unknown> {
  const slotJson = ({ id, title, fields, series, values }: Slot) => ({ id, title, fields, series, values })
  return {
    problems: problems.map(({ parts, ...problem }) => ({
      ...problem,
      parts: parts.map(({ id, title, question, asks, isOptional = false, slotList }) => ({
        id,
        title,
        question,
        asks,
        isOptional,
        slots: slotList.map(slotJson),
      })),
    })),
  }
}

function slotText({ part, id, title, fields, values }: Slot): string {
  const shown = (value: ParamValue): string => [value].flat().join(',')
  return [
    `  ${id === 'main' ? part : `${part} --slot ${id}`}  ${title}`,
    ...fields.map((field) => {
      const homework = field.homework === undefined ? '' : `; homework ${shown(field.homework)}`
      return `    ${field.name.padEnd(16)} ${allowedRange(field)}; default ${shown(field.default)}${homework}`
    }),
    ...values.map((value) => `    ${value.id.padEnd(24)} ${value.label}`),
  ].join('\n')
}

/** What `answer` prints: each thing asked, and its answer, with formulas as plain text. */
export function answerText(
  asks: readonly { readonly id: string; readonly text: string; readonly paragraphs: readonly string[] }[],
): string {
  return asks
    .map(({ id, text, paragraphs }) =>
      [`${id === '' ? '' : `(${id}) `}${text}`, ...paragraphs].map(plainTex).join('\n\n'),
    )
    .join('\n\n')
}
