import type { LabEvent, WorksheetRequest } from '#contract/messages.ts'
import type { RunManager } from '#runs/run-manager.ts'
import type { ServedBeside } from '#runs/serve-port.ts'
import { addedTime, changedHead, savedCell, savedLog } from './save-worksheet.ts'
import type { WorksheetStore } from './worksheet-store.ts'

/** Answers what one port asks about worksheets, and tells it what changes in those that are open. */
export function serveWorksheets(
  store: WorksheetStore,
  manager: RunManager,
  send: (event: LabEvent) => void,
): ServedBeside {
  const stopListening = store.listen(send)
  const answer = async (request: WorksheetRequest): Promise<unknown> => {
    switch (request.type) {
      case 'worksheet.list':
        return store.list()
      case 'worksheet.create':
        return store.create(request.name)
      case 'worksheet.open':
        return store.open(request.worksheet)
      case 'worksheet.saveCell':
        return store.update(request.worksheet, (worksheet, now) => savedCell(worksheet, request, now))
      case 'worksheet.saveLog':
        return store.update(request.worksheet, (worksheet, now) => savedLog(worksheet, request, now))
      case 'worksheet.change':
        return store.update(request.worksheet, (worksheet, now) => changedHead(worksheet, request, now))
      case 'worksheet.addTime':
        return store.update(request.worksheet, (worksheet) => addedTime(worksheet, request))
      case 'worksheet.delete':
        return store.delete(request.worksheet)
      case 'worksheet.file':
      case 'worksheet.readFile':
      case 'worksheet.link':
      case 'worksheet.states':
        throw new Error(
          `${request.type} follows in the next commit of this branch (${manager.list().total}).`,
        )
    }
  }
  return { answer, close: stopListening }
}
