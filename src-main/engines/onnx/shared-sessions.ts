import { createHash } from 'node:crypto'
import type { Runtime, RuntimeSession } from './runtime.ts'

/** Small graphs that nobody uses are kept open, the last so many: a training graph and its evaluation, in four sizes. */
const idleKept = 8

interface Shared {
  readonly opened: Promise<RuntimeSession>
  users: number
}

/**
 * The runtime, with small graphs opened once: the networks of a sweep differ in their weights, which are inputs, and
 * opening the graph of one takes as long as several epochs. Large graphs are not shared, so that what they hold is
 * freed with them.
 */
export function withSharedSessions(runtime: Runtime): Runtime & { close(): Promise<void> } {
  /** By the graph's bytes; the least recently opened first. */
  const known = new Map<string, Shared>()

  async function freeIdle(most: number): Promise<void> {
    const idle = [...known].filter(([, { users }]) => users === 0)
    for (const [key, { opened }] of idle.slice(0, Math.max(0, idle.length - most))) {
      known.delete(key)
      await (await opened).release()
    }
  }

  return {
    ...runtime,
    async open(model, options) {
      if (!options.isSmall) return runtime.open(model, options)
      const hash = createHash('sha256').update(model).digest('hex')
      const key = `${hash} ${options.residentOutputs?.join() ?? ''}`
      const shared: Shared = known.get(key) ?? { opened: runtime.open(model, options), users: 0 }
      known.delete(key)
      known.set(key, shared)
      shared.users++
      let session: RuntimeSession
      try {
        session = await shared.opened
      } catch (error) {
        known.delete(key)
        throw error
      }
      return {
        run: session.run,
        async release() {
          shared.users--
          await freeIdle(idleKept)
        },
      }
    },
    close: () => freeIdle(0),
  }
}
