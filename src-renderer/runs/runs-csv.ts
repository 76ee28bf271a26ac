import { deviceWords } from '#contract/devices.ts'
import type { RunSummary } from '#contract/runs.ts'
import type { Value } from '#contract/samples.ts'
import { csvText } from '../charts/csv.ts'

function shown(value: Value | undefined): string {
  if (value === undefined) return ''
  if (value.value === null) return `not measured: ${value.notMeasured}`
  return typeof value.value === 'number' ? String(value.value) : JSON.stringify(value.value)
}

/** One line a run: what it is, what was asked, and every value any of them measured, in full precision. */
export function runsCsv(runs: readonly RunSummary[]): string {
  const params = [...new Set(runs.flatMap((run) => Object.keys(run.request.params)))]
  const values = [...new Set(runs.flatMap((run) => Object.keys(run.values)))].sort()
  const head = [
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
  ]
  const lines = runs.map((run) => [
    run.id,
    run.name,
    run.request.part,
    run.request.slot,
    String(run.request.seed),
    run.status,
    run.hasDiverged ? 'yes' : 'no',
    run.createdAt,
    String(run.seconds),
    `${run.engine.name} ${run.engine.version}`,
    run.engine.device ? deviceWords(run.engine.device) : run.engine.detail,
    run.dataNote ?? '',
    run.dataHash ?? '',
    ...params.map((name) => [run.request.params[name] ?? ''].flat().join(' ')),
    ...values.map((id) => shown(run.values[id])),
  ])
  const header = [...head, ...params.map((name) => `param ${name}`), ...values]
  return csvText([header, ...lines])
}
