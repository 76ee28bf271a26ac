import type { LabEvent, ReplyTo, RequestOf, WorksheetRequest } from '#contract/messages.ts'
import type { Link, Worksheet } from '#contract/worksheet.ts'
import { slotKey } from '#contract/runs.ts'
import { problems } from '#experiments/problems.ts'
import { RunError } from '#runs/run-error.ts'
import type { RunManager } from '#runs/run-manager.ts'
import type { BesideRequest, ServedBeside } from '#runs/served-beside.ts'
import { linked } from './change-links.ts'
import { knownRuns } from './known-runs.ts'
import { chartEntry, tableEntry, valueEntry } from './link-entry.ts'
import { linkStateOf, resolveSlots } from './resolve.ts'
import { addedTime, changedHead, savedCell, savedLog } from './save-worksheet.ts'
import { OwnSaves } from './own-saves.ts'
import { Uploads } from './uploads.ts'
import { keepFile, readPiece, sizeOfFile } from './worksheet-files.ts'
import type { WorksheetStore } from './worksheet-store.ts'

const isOfWorksheet = (request: BesideRequest): request is WorksheetRequest =>
  request.type.startsWith('worksheet.')

/** Answers what one port asks about worksheets, and tells it what changes in those that are open. */
export function serveWorksheets(
  store: WorksheetStore,
  manager: RunManager,
  send: (event: LabEvent) => void,
): ServedBeside {
  const stopListening = store.listen(send)
  const uploads = new Uploads()
  const own = new OwnSaves()

  const takeFile = async (request: RequestOf<'worksheet.file'>): Promise<ReplyTo<'worksheet.file'>> => {
    const bytes = uploads.take(request)
    const { id } = await store.current(request.worksheet)
    return { file: bytes && (await keepFile(store.filesOf(id), bytes, request.kind)) }
  }

  const entryOf = async ({ worksheet, link }: RequestOf<'worksheet.link'>): Promise<Link> => {
    switch (link.kind) {
      case 'value':
        return valueEntry(await manager.summary(link.run), link)
      case 'table':
        return tableEntry(await manager.summary(link.run), link)
      case 'chart':
        await sizeOfFile(store.filesOf(worksheet), link.file)
        return chartEntry(await manager.summary(link.run), link)
      case 'picture':
        return { ...link, ...(await sizeOfFile(store.filesOf(worksheet), link.file)) }
    }
  }

  const link = async (request: RequestOf<'worksheet.link'>): Promise<ReplyTo<'worksheet.link'>> => {
    const entry = await entryOf(request)
    return store.update(request.worksheet, (worksheet, now) => linked(worksheet, request, entry, now))
  }

  const change = async (request: RequestOf<'worksheet.change'>): Promise<Worksheet> => {
    const { slot, run } = request.choose ?? { slot: '', run: null }
    if (run !== null && slotKey((await manager.summary(run)).request) !== slot)
      throw new RunError(`The run "${run}" is not of ${slot}, so it cannot answer it.`, 'choose')
    return store.update(request.worksheet, (worksheet, now) => changedHead(worksheet, request, now))
  }

  const states = async (id: string): Promise<ReplyTo<'worksheet.states'>> => {
    const worksheet = await store.current(id)
    const runs = await knownRuns(manager, worksheet)
    const slots = resolveSlots(worksheet, problems, runs)
    const cells = Object.entries(worksheet.cells).map(([cell, { links }]) => {
      const found = Object.entries(links).flatMap(([each, entry]) => {
        const state = linkStateOf(entry, slots, runs)
        return state ? [[each, state] as const] : []
      })
      return [cell, Object.fromEntries(found)] as const
    })
    const filled = [...slots].map(([key, { run }]) => [
      key,
      run && {
        run: run.id,
        runName: run.name,
        seed: run.request.seed,
        status: run.status,
        isComplete: run.status === 'completed',
      },
    ])
    return {
      cells: Object.fromEntries(cells),
      slots: Object.fromEntries(filled) as ReplyTo<'worksheet.states'>['slots'],
    }
  }

  const answer = async (request: WorksheetRequest): Promise<unknown> => {
    switch (request.type) {
      case 'worksheet.list':
        return store.list()
      case 'worksheet.create':
        return store.create(request.name)
      case 'worksheet.open':
        return store.open(request.worksheet)
      case 'worksheet.saveCell':
        return store.update(request.worksheet, (worksheet, now) =>
          own.saved(request, worksheet.cells[request.cell]?.revision ?? 0, (base) =>
            savedCell(worksheet, { ...request, base }, now),
          ),
        )
      case 'worksheet.saveLog':
        return store.update(request.worksheet, (worksheet, now) =>
          own.saved(request, worksheet.log.revision, (base) =>
            savedLog(worksheet, { ...request, base }, now),
          ),
        )
      case 'worksheet.change':
        return change(request)
      case 'worksheet.addTime':
        return store.update(request.worksheet, (worksheet) => addedTime(worksheet, request))
      case 'worksheet.delete':
        return store.delete(request.worksheet)
      case 'worksheet.file':
        return takeFile(request)
      case 'worksheet.readFile':
        return readPiece(store.filesOf(request.worksheet), request.file, request.from)
      case 'worksheet.link':
        return link(request)
      case 'worksheet.states':
        return states(request.worksheet)
    }
  }
  const close = (): void => {
    stopListening()
    uploads.forget()
  }
  return {
    answer: (request) =>
      isOfWorksheet(request)
        ? answer(request)
        : Promise.reject(new Error(`Nobody here answers "${request.type}".`)),
    close,
  }
}
