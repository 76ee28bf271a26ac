import { expect, test } from 'vitest'
import { cpuLowering } from './layers/cpu-lowering.ts'
import type { Runtime } from './runtime.ts'
import { withSharedSessions } from './shared-sessions.ts'

/** Counts what is opened and released; a graph of one zero byte cannot be opened. */
function countingRuntime() {
  const log: string[] = []
  const runtime: Runtime = {
    isNative: true,
    version: '1',
    threads: 1,
    lowering: cpuLowering,
    memory: null,
    async open(model, { isSmall }) {
      if (model.length === 1 && model[0] === 0) throw new Error('no such graph')
      log.push(`open ${model.join()}${isSmall ? '' : ' large'}`)
      return { run: async () => ({}), release: async () => void log.push(`release ${model.join()}`) }
    },
    tensor: () => {
      throw new Error('not used')
    },
  }
  return { log, shared: withSharedSessions(runtime) }
}
const graph = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes)

test('an equal small graph is opened once, and not released while somebody uses it', async () => {
  const { log, shared } = countingRuntime()
  const [one, other] = await Promise.all([
    shared.open(graph(1, 2), { isSmall: true }),
    shared.open(graph(1, 2), { isSmall: true }),
  ])
  await one.release()
  await shared.close()
  expect(log).toEqual(['open 1,2'])
  await other.release()
  await (await shared.open(graph(1, 2), { isSmall: true })).release()
  expect(log).toEqual(['open 1,2'])
  await shared.close()
  expect(log).toEqual(['open 1,2', 'release 1,2'])
})

test('of idle ones the oldest are released; a large one at once', async () => {
  const { log, shared } = countingRuntime()
  for (let i = 1; i <= 9; i++) await (await shared.open(graph(i), { isSmall: true })).release()
  expect(log.filter((line) => line.startsWith('release'))).toEqual(['release 1'])
  await (await shared.open(graph(50), { isSmall: false })).release()
  expect(log.slice(-2)).toEqual(['open 50 large', 'release 50'])
})

test('a graph that could not be opened is tried again', async () => {
  const { shared } = countingRuntime()
  await expect(shared.open(graph(0), { isSmall: true })).rejects.toThrow('no such graph')
  await expect(shared.open(graph(0), { isSmall: true })).rejects.toThrow('no such graph')
  await shared.close()
})
