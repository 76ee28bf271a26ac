import type { Request } from '#contract/messages.ts'
import type { RunManager } from '#runs/run-manager.ts'
import type { WorksheetStore } from '#worksheet/worksheet-store.ts'
import { cleanUp, unusedRuns } from './clean-up.ts'
import type { StorageMeter } from './storage-meter.ts'

type StorageRequest = Extract<Request, { type: `storage.${string}` }>

export const isStorageRequest = (request: Request): request is StorageRequest =>
  request.type.startsWith('storage.')

interface Storage {
  readonly manager: RunManager
  readonly worksheets: WorksheetStore
  readonly meter: StorageMeter
}

/** Answers requests about what the data folder holds. Rejects with RunError where one is refused. */
export async function answerStorage(
  request: StorageRequest,
  { manager, worksheets, meter }: Storage,
): Promise<unknown> {
  switch (request.type) {
    case 'storage.measure':
      return meter.measure(request.isAnew)
    case 'storage.unused':
      return unusedRuns(manager, worksheets)
    case 'storage.cleanUp':
      return cleanUp(manager, worksheets, request.runs)
  }
}
