import type { ApartContext, ApartJob, ApartOutcome, Json } from './apart.ts'
import type { JobEvents } from './part.ts'

/**
 * Carries jobs out one after another in this process, for tests and benchmarks. `contextOf` gives each job its
 * own generator and engine; `close` is called when the job has ended.
 */
export async function* apartInline(
  job: (context: ApartContext) => JobEvents,
  jobs: readonly ApartJob[],
  contextOf: () => Omit<ApartContext, 'input'> & { close(): Promise<void> },
): AsyncGenerator<ApartOutcome> {
  for (const { key, input } of jobs) {
    const { close, ...context } = contextOf()
    let result: Json | undefined
    try {
      for await (const event of job({ ...context, input }))
        if (event.type === 'result') result = event.result
        else yield { type: 'event', key, event }
      if (context.signal.aborted) return
      if (result === undefined) throw new Error('It ended without a result')
      yield { type: 'finished', key, result, isKept: false }
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      yield { type: 'failed', key, problem, isProcessLost: false }
    } finally {
      await close()
    }
  }
}
