import type { Value } from '#contract/samples.ts'
import { csvText } from '../charts/csv.ts'
import type { MeasuredRun } from './export-runs.ts'

function shown(value: Value | undefined): string {
  if (value === undefined) return ''
  if (value.value === null) return `not measured: ${value.notMeasured}`
  return typeof value.value === 'number' ? String(value.value) : JSON.stringify(value.value)
}

/** One line a run: what it is, what was asked, and every value any of them measured, in full precision. */
export function runsCsv(runs: readonly MeasuredRun[]): string {
  const params = [...new Set(runs.flatMap(({ head }) => Object.keys(head.request.params)))]
  const values = [...new Set(runs.flatMap((run) => Object.keys(run.values)))].sort()
  const columns = [
    'run',
    'name',
    'experiment',
    'preset',
    'seed',
    'status',
    'diverged',
    'started',
    'seconds',
    'engine',
    'data',
    'data hash',
  ]
  const lines = runs.map(({ head: run, values: measured }) => [
    run.id,
    run.name,
    run.request.experiment,
    run.request.preset,
    String(run.request.seed),
    run.status,
    run.hasDiverged ? 'yes' : 'no',
    run.createdAt,
    String(run.seconds),
    `${run.engine.name} ${run.engine.version}`,
    run.dataNote ?? '',
    run.dataHash ?? '',
    ...params.map((name) => [run.request.params[name] ?? ''].flat().join(' ')),
    ...values.map((id) => shown(measured[id])),
  ])
  const header = [...columns, ...params.map((name) => `param ${name}`), ...values]
  return csvText([header, ...lines])
}
