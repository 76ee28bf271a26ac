import type { EngineRequest, Request } from '#contract/messages.ts'
import type { EngineManager } from './engine-manager.ts'

export const isEngineRequest = (request: Request): request is EngineRequest =>
  request.type.startsWith('engine.')

/** Answers requests about engines. Rejects with EngineError where one is refused. */
export async function answerEngines(request: EngineRequest, engines: EngineManager): Promise<unknown> {
  switch (request.type) {
    case 'engine.list':
      return engines.report()
    case 'engine.try':
      return engines.try(request.engine, request.device)
    case 'engine.install':
      return engines.install(request.source)
    case 'engine.remove':
      return engines.remove()
    case 'engine.cancel':
      return engines.cancel()
    case 'engine.dismiss':
      return engines.dismiss()
    case 'engine.setDefault':
      return engines.setDefault(request.engine, request.device)
  }
}
