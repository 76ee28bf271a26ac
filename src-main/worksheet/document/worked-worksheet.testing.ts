/** For tests: a worksheet with something of everything, and the run that its numbers are of. */
import type { RunSummary } from '#contract/runs.ts'
import type { SampleBatch } from '#contract/samples.ts'
import type { Cell, Link, Provenance, Worksheet } from '#contract/worksheet.ts'
import { problems, slotOf } from '#experiments/problems.ts'
import { runFigures } from '../run-figures.ts'
import type { Sources } from './compose.ts'

export const day = '2026-11-26T08:00:00.000Z'
export const runId = '1e-20261126-080000-abcd'

/** A run of part 1e as it is stored, completed, with the homework's setting unless changed. */
export function workedRun(changes: Partial<RunSummary> = {}): RunSummary {
  const slot = slotOf({ part: '1e', slot: 'main' })
  const params = Object.fromEntries(
    Object.entries(slot?.homework ?? {}).map(([name, value]) => [
      name,
      typeof value === 'object' ? [...value] : value,
    ]),
  )
  const numbers = Object.fromEntries(
    (slot?.values ?? []).map(({ id }, at) => [id, { value: 0.4041 + at }] as const),
  )
  return {
    id: runId,
    name: 'Large batch <1>',
    request: { part: '1e', slot: 'main', params, seed: 183, engine: 'auto' },
    status: 'completed',
    problem: null,
    createdAt: day,
    endedAt: day,
    engine: {
      name: 'typescript',
      version: '0.1.0',
      device: { id: 'cpu', kind: 'cpu', api: 'native', name: 'AMD EPYC 7763', isSoftware: false },
      detail: '',
      reason: '',
    },
    versions: {},
    dataHash: null,
    dataNote: null,
    totalSteps: 1000,
    stepsDone: 1000,
    sampleCounts: { main: 4 },
    seconds: 0.1,
    stepsPerSecond: null,
    hasDiverged: false,
    finishedJobs: 0,
    attempt: 1,
    note: '',
    isPinned: false,
    trashedAt: null,
    origin: null,
    group: null,
    values: numbers,
    ...changes,
  }
}

export const workedSamples: readonly SampleBatch[] = [
  {
    track: 'main',
    from: 0,
    steps: [0, 1, 2],
    seconds: [0, 0.1, 0.2],
    series: { loss: [60, 30, 20], expectedLoss: [60, 31, 19], w1: [0, 1, 2], w2: [0, 0.5, null] },
  },
  {
    track: 'main',
    from: 3,
    steps: [3],
    seconds: [0.3],
    series: { loss: [19], expectedLoss: [18], w1: [2.5], w2: [1] },
  },
]

export const provenance: Provenance = {
  run: runId,
  runName: 'Large batch <1>',
  slot: '1e',
  seed: 183,
  params: {},
  engine: 'typescript 0.1.0 on AMD EPYC 7763 (CPU)',
  dataNote: null,
  marks: [],
  measuredAt: day,
}

export const valueLink = (changes: Partial<Provenance> = {}): Link => ({
  kind: 'value',
  value: '1e.finalLoss',
  at: null,
  label: 'Final loss',
  unit: '',
  number: 0.4041,
  text: '0.4041',
  from: { ...provenance, ...changes },
})

export const cellOf = (text: string, links: Record<string, Link> = {}, isSkipped = false): Cell => ({
  text,
  links,
  revision: 1,
  changedAt: day,
  isSkipped,
})

export const drawnChart =
  '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50"><title>Loss</title><path d="M0 0L100 50" stroke="#000000"/></svg>'

export const workedWorksheet = (changes: Partial<Worksheet> = {}): Worksheet => ({
  format: 1,
  id: 'mine',
  name: 'My homework',
  student: { name: 'Ada Lovelace', studentId: '3031234567' },
  createdAt: day,
  changedAt: day,
  cells: {
    '1e': cellOf(
      [
        'The loss ends at [0.4041](lab:v1), far below $\\sqrt{B} = 32$ times the noise of **1d**.',
        '',
        '$$\\mathbb{E}[L] = \\lVert y - Xw \\rVert^2 + \\sum_i \\frac{p}{1-p} w_i^2$$',
        '',
        '![Weights](lab:t1)',
        '',
        '![Loss](lab:c1)',
        '',
        '- typed over: [0.5](lab:v2)',
        '- <script>alert(1)</script> stays text',
      ].join('\n'),
      {
        v1: valueLink(),
        v2: valueLink({ marks: ['synthetic'] }),
        t1: {
          kind: 'table',
          value: '1e.table',
          label: 'Weights',
          table: {
            columns: ['weight', 'value | note'],
            rows: [
              ['w1', 2.5],
              ['w2', null],
            ],
          },
          rowsLeftOut: 3,
          from: provenance,
        },
        c1: {
          kind: 'chart',
          chart: 'loss',
          label: 'Loss',
          description: 'The loss falls.',
          file: 'chart-1.svg',
          from: provenance,
        },
      },
    ),
    '1h': cellOf('', {}, true),
  },
  chosen: {},
  log: {
    sources: [{ kind: 'ai', detail: 'asked for a hint in 2b' }],
    sourcesText: 'And the notes of lecture *9*.',
    isAlone: false,
    people: [{ name: 'Grace Hopper', studentId: '3037654321' }],
    party: '',
    hours: { '1': 2.5, '2': 1.25 },
    revision: 1,
    changedAt: day,
  },
  activeSeconds: {},
  isTimed: true,
  ...changes,
})

/** What a submission of the worked worksheet is composed from. */
export function workedSources(changes: Partial<Sources> = {}): Sources {
  const run = workedRun()
  const slot = slotOf(run.request)
  return {
    worksheet: workedWorksheet(),
    problems,
    runs: new Map([[runId, run]]),
    slots: { '1e': runId },
    inTrash: new Set(),
    figures: new Map([[runId, slot ? runFigures(slot, run, workedSamples) : []]]),
    files: new Map([['chart-1.svg', Buffer.from(drawnChart)]]),
    madeAt: day,
    course: null,
    ...changes,
  }
}
