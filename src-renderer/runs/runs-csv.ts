import { deviceWords } from '#contract/devices.ts'
import type { ParamValue } from '#contract/fields.ts'
import type { Value } from '#contract/samples.ts'
import { csvText } from '../charts/csv.ts'
import type { MeasuredRun } from './export-runs.ts'

function shown(value: Value | undefined): string | number {
  if (value === undefined) return ''
  if (value.value === null) return `not measured: ${value.notMeasured}`
  return typeof value.value === 'number' ? value.value : JSON.stringify(value.value)
}

/** A parameter as a cell: a number as one, a list separated by spaces. */
const written = (param: ParamValue | undefined): string | number =>
  typeof param === 'number' ? param : [param ?? ''].flat().join(' ')

/** One line a run: what it is, what was asked, and every value any of them measured, in full precision. */
export function runsCsv(runs: readonly MeasuredRun[]): string {
  const params = [...new Set(runs.flatMap(({ head }) => Object.keys(head.request.params)))]
  const values = [...new Set(runs.flatMap((run) => Object.keys(run.values)))].sort()
  const columns = [
    'run',
    'name',
    'part',
    'slot',
    'seed',
    'status',
    'diverged',
    'started',
    'seconds',
    'engine',
    'device',
    'data',
    'data hash',
    'note',
  ]
  const lines = runs.map(({ head: run, values: measured }) => [
    run.id,
    run.name,
    run.request.part,
    run.request.slot,
    run.request.seed,
    run.status,
    run.hasDiverged ? 'yes' : 'no',
    run.createdAt,
    run.seconds,
    `${run.engine.name} ${run.engine.version}`,
    run.engine.device ? deviceWords(run.engine.device) : run.engine.detail,
    run.dataNote ?? '',
    run.dataHash ?? '',
    run.note,
    ...params.map((name) => written(run.request.params[name])),
    ...values.map((id) => shown(measured[id])),
  ])
  const header = [...columns, ...params.map((name) => `param ${name}`), ...values]
  return csvText([header, ...lines])
}
