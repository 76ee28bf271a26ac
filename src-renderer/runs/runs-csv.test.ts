import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { headOf } from '#contract/run-head.ts'
import type { RunSummary } from '#contract/runs.ts'
import { runsCsv } from './runs-csv.ts'

const run: RunSummary = {
  id: 'a',
  name: '=cmd|"/c calc"!A1',
  request: {
    part: '1e',
    slot: 'main',
    seed: 3,
    engine: 'auto',
    params: { y: -11, rates: [-1, 2], dataset: 'auto' },
  },
  status: 'completed',
  problem: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  engine: {
    name: 'typescript',
    version: '1',
    device: { id: 'cpu', kind: 'cpu', api: 'javascript', name: null, isSoftware: false },
    detail: 'CPU',
    reason: '',
  },
  versions: {},
  dataHash: 'x',
  dataNote: 'not the official CIFAR-10',
  totalSteps: 1,
  stepsDone: 1,
  sampleCounts: {},
  seconds: 0.5,
  stepsPerSecond: null,
  hasDiverged: false,
  finishedJobs: 0,
  note: '',
  isPinned: false,
  trashedAt: null,
  attempt: 1,
  group: null,
  origin: null,
  values: { '1e.w1': { value: -0.25 } },
}

it('guards the name of a run, and leaves its numbers numbers', () => {
  const [row] = Papa.parse<Record<string, string>>(runsCsv([{ head: headOf(run), values: run.values }]), {
    header: true,
  }).data
  expect(row).toMatchObject({
    name: `'${run.name}`,
    seed: '3',
    seconds: '0.5',
    'param y': '-11',
    'param rates': '-1 2',
    '1e.w1': '-0.25',
    data: 'not the official CIFAR-10',
  })
})
