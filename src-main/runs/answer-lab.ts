import type { Request } from '#contract/messages.ts'
import type { DataManager } from '#data/data-manager.ts'
import type { RunAll } from './run-all.ts'
import type { RunManager } from './run-manager.ts'
import { deleteGroup, runsOfGroup, startGroup, stopGroup } from './seed-groups.ts'
import type { BesideRequest } from './served-beside.ts'

/** Requests about runs and data sets whose answer does not depend on the port that they came by. */
export type LabRequest = Exclude<
  Request,
  BesideRequest | { type: 'lab.describe' | 'run.watch' | 'run.unwatch' | 'run.ack' }
>

/** Answers them. Rejects with ParamsError, RunError or DatasetError where one is refused. */
export async function answerLab(
  request: LabRequest,
  manager: RunManager,
  data: DataManager,
  runAll: RunAll,
): Promise<unknown> {
  switch (request.type) {
    case 'run.list':
      await manager.library.load()
      return manager.list(request.filter, request.from, request.limit, request.sort)
    case 'run.values':
      return manager.bodies(request.runs)
    case 'run.start':
      return manager.start(request.request, request)
    case 'run.startGroup':
      return startGroup(manager, request.request, request.seeds, request.stepsPerSecond)
    case 'run.move':
      return manager.live.move(request.run, request.place)
    case 'group.list':
      return runsOfGroup(manager, request.group)
    case 'group.stop':
      return stopGroup(manager, request.group)
    case 'group.delete':
      return deleteGroup(manager, request.group)
    case 'runAll.start':
      return runAll.start(request)
    case 'runAll.resume':
      return runAll.resume()
    case 'runAll.stop':
      return runAll.stop()
    case 'runAll.state':
      return runAll.state()
    case 'runAll.expect':
      return runAll.expect(request)
    case 'run.control':
      return manager.control(request.run, request.action)
    case 'run.speed':
      return manager.setSpeed(request.run, request.stepsPerSecond)
    case 'run.resume':
      return manager.resume(request.run, request.stepsPerSecond)
    case 'run.rename':
      return manager.edits.annotate(request.run, { name: request.name })
    case 'run.note':
      return manager.edits.annotate(request.run, { note: request.note })
    case 'run.pin':
      return manager.edits.annotate(request.run, { isPinned: request.isPinned })
    case 'run.delete':
      return request.isForGood ? manager.edits.remove(request.run) : manager.edits.trash(request.run)
    case 'run.restore':
      return manager.edits.restore(request.run)
    case 'run.emptyTrash':
      return { removed: await manager.edits.emptyTrash() }
    case 'run.release':
      return manager.edits.release(request.run)
    case 'dataset.list':
      return data.state()
    case 'dataset.import':
      return data.import(request.path)
    case 'dataset.download':
      return data.download()
    case 'dataset.cancel':
      return data.cancel()
    case 'dataset.remove':
      return data.remove()
    case 'dataset.dismiss':
      return data.dismiss()
    case 'dataset.preview':
      return data.preview(request.name, request.count, request.seed)
  }
}
