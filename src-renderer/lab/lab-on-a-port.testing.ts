import { memoryPorts } from '#contract/memory-port.ts'
import type { LabEvent } from '#contract/messages.ts'
import { openPolicy } from '#contract/policy.ts'
import type { Port } from '#contract/port.ts'
import type { RunCensus, RunHead } from '#contract/run-head.ts'

/** The head of a made-up run of part 1d. */
export const headOf = (id: string, more: Partial<RunHead> = {}): RunHead => ({
  id,
  name: `Run ${id}`,
  request: { part: '1d', slot: 'main', params: {}, seed: 1, engine: 'auto' },
  status: 'completed',
  problem: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:00:01.000Z',
  engine: {
    name: 'typescript',
    version: '1',
    device: { id: 'cpu', kind: 'cpu', api: 'javascript', name: null, isSoftware: false },
    detail: 'CPU',
    reason: 'test',
  },
  dataHash: null,
  dataNote: null,
  totalSteps: 10,
  stepsDone: 10,
  samples: 2,
  seconds: 1,
  stepsPerSecond: null,
  hasDiverged: false,
  finishedJobs: 0,
  attempt: 1,
  origin: null,
  group: null,
  headlines: {},
  place: null,
  note: '',
  isPinned: false,
  trashedAt: null,
  bytes: null,
  ...more,
})

export interface Asked {
  readonly id: number
  readonly type: string
  readonly [field: string]: unknown
}

/** A lab that answers as it is told, and what it was asked. */
export function labOnAPort(answer: (asked: Asked) => unknown) {
  const [near, far] = memoryPorts()
  const asked: Asked[] = []
  far.onMessage((message) => {
    const request = message as Asked
    asked.push(request)
    const result = answer(request)
    if (result instanceof Error)
      far.post({ type: 'refusal', id: request.id, refusal: { message: result.message, field: 'run' } })
    else if (result !== undefined) far.post({ type: 'reply', id: request.id, result })
  })
  return {
    port: near satisfies Port,
    asked,
    typesAsked: () => asked.map(({ type }) => type),
    tell: (event: LabEvent) => far.post(event),
    /** Refuses a request that `answer` left open. */
    refuse: (id: number, message: string) =>
      far.post({ type: 'refusal', id, refusal: { message, field: null } }),
    close: () => far.close(),
  }
}

/** The answer to `lab.describe`. */
export const description = (census: Partial<RunCensus> = {}, live: readonly RunHead[] = []) => ({
  versions: {},
  host: 'test',
  home: '/home',
  policy: openPolicy,
  readOnly: null,
  isTourSeen: true,
  engines: [],
  live,
  census: { groups: [], trashed: 0, expired: 0, unread: 0, problems: [], ...census },
  telemetry: [],
})

/** The answer to `dataset.list`. */
export const datasets = {
  auto: 'shapes10',
  cifar10: null,
  download: { address: '', bytes: 1, kept: 0 },
  job: null,
  problem: null,
  damage: null,
}

/** Resolves when all messages that are on their way have arrived. */
export const arrived = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))
