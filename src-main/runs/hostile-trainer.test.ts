/** A trainer that went wrong costs its run, and never the lab. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunRequest } from '#contract/runs.ts'
import type { ChildLink } from '#processes/link.ts'
import { RunManager } from './run-manager.ts'
import { RunStore } from './run-store.ts'

let home: string
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'lab182-hostile-'))))
afterEach(() => rm(home, { recursive: true, force: true }))

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = [value]
  return value
}
const looped: Record<string, unknown> = {}
looped['self'] = [looped, looped]
const request: RunRequest = { part: '1d', slot: 'main', params: {}, seed: 1, engine: 'auto' }

it.each<[string, unknown]>([
  ['a result nested 5 000 deep', { type: 'kept', key: 'a', result: nested(5_000), tracks: [] }],
  ['a result nested 1 000 000 deep', { type: 'kept', key: 'a', result: nested(1_000_000), tracks: [] }],
  ['a result that holds itself', { type: 'kept', key: 'a', result: looped, tracks: [] }],
  ['a result with a large integer', { type: 'kept', key: 'a', result: 1n, tracks: [] }],
  ['nesting in place of a message', nested(100_000)],
  ['nesting in a value', { type: 'value', id: 'x', value: nested(100_000) }],
  [
    'a message for a process that cannot be written to',
    { type: 'apart', worker: 0, message: nested(100_000) },
  ],
])('%s', async (_, message) => {
  let receive: (message: unknown) => void = () => undefined
  let started = 0
  const startProcess = (): ChildLink => {
    // The first is the run's own trainer; what it writes to cannot be written to.
    const isTrainer = started++ === 0
    return {
      pid: 1,
      post: () => {
        if (!isTrainer) throw new RangeError('Maximum call stack size exceeded')
      },
      onMessage: (listener) => {
        if (isTrainer) receive = listener
      },
      onExit: () => undefined,
      kill: () => undefined,
    }
  }
  const store = new RunStore(home)
  await store.prepare()
  const manager = new RunManager(store, startProcess, {})
  const run = await manager.start(request, { isPaused: false, stepsPerSecond: null })
  receive(message)
  await manager.close()
  expect(await manager.summary(run.id)).toMatchObject({
    status: 'failed',
    problem: expect.stringMatching(/message/),
  })
})
