import type { RunHead } from '#contract/run-head.ts'
import { takesEveryCore } from './live-runs.ts'

/** Whether one of these runs trains on an engine now, or may: of one that has not opened its engine yet, "auto" may be any. */
export const isEngineInUse = (runs: readonly RunHead[], engine: string): boolean =>
  runs.some(({ status, request, engine: recorded }) => {
    if (status === 'queued') return false
    if (recorded.version !== '') return recorded.name === engine || recorded.detail.includes(`${engine} on `)
    return request.engine === engine || (request.engine === 'auto' && takesEveryCore(request))
  })
