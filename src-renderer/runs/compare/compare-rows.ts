/** The difference table of compared runs: a row a setting or value, a cell a run. */
import type { ParamValue } from '#contract/fields.ts'
import type { RunHead } from '#contract/run-head.ts'
import { slotKey } from '#contract/runs.ts'
import type { Values } from '#contract/samples.ts'
import { slotOf } from '#experiments/problems.ts'
import { formatDuration } from '#text/durations.ts'
import { formatFull, formatNumber, formatShort } from '#text/numbers.ts'
import { engineOnKind } from '../../lab/engine-words.ts'
import { startedWords } from '../run-words.ts'
import { variedParams } from './compare-names.ts'

export interface CompareCell {
  readonly text: string
  /** The whole of it, for hover. */
  readonly title?: string
  /** How a number differs from the first run's: "+0.012". */
  readonly difference?: string
  /** A table: the run's part shows it. */
  readonly isTable?: boolean
}
export interface CompareRow {
  readonly id: string
  readonly label: string
  /** One a run, in their order. */
  readonly cells: readonly CompareCell[]
}

const absent: CompareCell = { text: '–' }

/** Where the runs come from: always shown, whether they differ in it or not. */
export function originRows(runs: readonly RunHead[]): readonly CompareRow[] {
  const row = (id: string, label: string, of: (run: RunHead) => CompareCell): CompareRow => ({
    id,
    label,
    cells: runs.map(of),
  })
  return [
    row('part', 'Part', ({ request, name }) => ({ text: slotKey(request), title: name })),
    row('seed', 'Seed', ({ request }) => ({ text: String(request.seed) })),
    row('engine', 'Engine', ({ engine }) => ({
      text: engineOnKind(engine),
      title: [engine.name, engine.version].join(' '),
    })),
    row('data', 'Data', ({ dataNote, dataHash }) => ({
      text: dataNote ?? (dataHash === null ? 'given by the parameters' : 'official'),
      ...(dataHash !== null && { title: `SHA-256 ${dataHash}` }),
    })),
    row('status', 'State', ({ status, hasDiverged, problem }) => ({
      text: hasDiverged ? `${status}, diverged` : status,
      ...(problem !== null && { title: problem }),
    })),
    row('started', 'Started', (run) => ({
      text: startedWords(run),
      title: new Date(run.createdAt).toLocaleString(),
    })),
    row('seconds', 'Duration', ({ seconds }) => ({ text: formatDuration(seconds) })),
  ]
}

const written = (value: ParamValue): string =>
  typeof value === 'number'
    ? formatShort(value, 7)
    : typeof value === 'string'
      ? value
      : value.map((entry) => formatShort(entry, 7)).join(', ')

/** The parameters in which the runs differ; a run whose part does not have one has a dash. */
export function paramRows(runs: readonly RunHead[]): readonly CompareRow[] {
  const fields = runs.flatMap(({ request }) => slotOf(request)?.fields ?? [])
  return variedParams(runs).map((name) => ({
    id: name,
    label: fields.find((field) => field.name === name)?.label ?? name,
    cells: runs.map(({ request }) => {
      const value = request.params[name]
      return value === undefined ? absent : { text: written(value), title: written(value) }
    }),
  }))
}

/** Parameters that all of the runs have in common, with one value: "Learning rate 0.03". */
export function sharedParams(runs: readonly RunHead[]): readonly string[] {
  const [first] = runs
  if (!first) return []
  const varied = variedParams(runs)
  return (slotOf(first.request)?.fields ?? []).flatMap(({ name, label }) => {
    const value = first.request.params[name]
    const isShared = !varied.includes(name) && runs.every(({ request }) => name in request.params)
    return isShared && value !== undefined ? [`${label} ${written(value)}`] : []
  })
}

/** "w1" of "1e.w1": what a value is called in every part that measures it. */
const nameOf = (id: string): string => id.slice(id.indexOf('.') + 1)

const signed = (difference: number): string =>
  difference === 0 ? '±0' : `${difference > 0 ? '+' : ''}${formatNumber(difference)}`

/** Every value that one of the runs declares, numbers with their difference to the first run that is shown. */
export function valueRows(
  runs: readonly { readonly head: RunHead; readonly values: Values }[],
): readonly CompareRow[] {
  const declared = runs.map(({ head }) => slotOf(head.request)?.values ?? [])
  const names = [...new Set(declared.flat().map(({ id }) => nameOf(id)))]
  return names.map((name) => {
    const declarations = declared.map((list) => list.find(({ id }) => nameOf(id) === name))
    const numbers = runs.map(({ values }, at) => {
      const value = values[declarations[at]?.id ?? '']?.value
      return typeof value === 'number' ? value : null
    })
    const [base] = numbers
    const about = declarations.find((each) => each !== undefined)
    return {
      id: name,
      label: about?.label ?? name,
      cells: runs.map(({ values }, at): CompareCell => {
        const declaration = declarations[at]
        const value = declaration && values[declaration.id]
        if (!declaration || !value) return absent
        if (value.value === null) return { text: 'not measured', title: value.notMeasured }
        if (typeof value.value !== 'number') return { text: 'table', isTable: true }
        const text = `${formatNumber(value.value)} ${declaration.unit}`.trimEnd()
        const title = formatFull(value.value)
        return at === 0 || base == null
          ? { text, title }
          : { text, title, difference: signed(value.value - base) }
      }),
    }
  })
}
