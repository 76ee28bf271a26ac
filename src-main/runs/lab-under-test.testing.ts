import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LabClient } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import type { LabDescription, LabEvent } from '#contract/messages.ts'
import { openPolicy, type Policy } from '#contract/policy.ts'
import type { Port } from '#contract/port.ts'
import type { RunBody, RunHead } from '#contract/run-head.ts'
import { isLive, type RunRequest } from '#contract/runs.ts'
import { inProcessTrainers } from './in-process.testing.ts'
import type { ClaimWatch } from './claim-watch.ts'
import { DataManager, type DataSource } from '#data/data-manager.ts'
import { RunAll } from './run-all.ts'
import { RunManager } from './run-manager.ts'
import type { Recording } from './recording.ts'
import type { QueueLimits } from './run-queue.ts'
import { RunStore } from './run-store.ts'
import { servePort } from './serve-port.ts'
import type { ServedBeside } from './served-beside.ts'

/** For tests: nothing but runs and data sets is served. */
export const nothingBeside = (): ServedBeside => ({
  answer: () => Promise.reject(new Error('This lab under test serves runs only.')),
  close: () => undefined,
})

/** For tests: a lab's runs behind real ports, in a folder of their own, with trainers in this process. */
export async function openLab(
  home?: string,
  {
    source,
    watch,
    limits,
    policy = openPolicy,
    isRead = true,
    serveBeside = nothingBeside,
  }: {
    readonly source?: DataSource
    readonly watch?: ClaimWatch
    readonly limits?: QueueLimits
    readonly policy?: Policy
    /** False: the folders have not been read yet. */
    readonly isRead?: boolean
    readonly serveBeside?: (
      send: (event: LabEvent) => void,
      manager: RunManager,
      home: string,
    ) => ServedBeside
  } = {},
) {
  const folder = home ?? (await mkdtemp(join(tmpdir(), 'lab182-')))
  const trainers = inProcessTrainers()
  const store = new RunStore(folder, watch)
  await store.prepare()
  const manager = new RunManager(
    store,
    trainers.startProcess,
    { lab182: 'test' },
    { limits, quota: () => policy.quota },
  )
  if (isRead) await manager.refresh()
  const data = new DataManager(folder, trainers.startProcess, {
    ...(source === undefined ? {} : { source }),
    mayDownload: () => policy.isDownloadAllowed,
  })
  const runAll = new RunAll(manager, store)
  const describe = (): Promise<LabDescription> =>
    Promise.resolve({
      versions: {},
      host: 'test',
      home: folder,
      policy,
      readOnly: null,
      isTourSeen: true,
      engines: [],
      live: manager.liveRuns(),
      census: manager.library.census(),
      telemetry: [],
    })
  const serve = (port: Port) =>
    servePort(port, manager, data, runAll, describe, (send) => serveBeside(send, manager, folder))
  return {
    home: folder,
    store,
    manager,
    data,
    runAll,
    problems: manager.library.census().problems,
    trainers,
    connect: (port: Port): void => void serve(port),
    /** A page: its client, its raw port, and the events that reached it. */
    page: () => openPage(serve),
    close: async () => {
      data.close()
      await runAll.close()
      await manager.close()
      if (home === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The samples of a run, as they are read for who looks at it. */
export async function recorded(
  { manager }: { readonly manager: RunManager },
  id: string,
): Promise<Recording> {
  const { watched, giveBack } = await manager.look(id)
  giveBack()
  return watched.recording
}

function openPage(serve: (port: Port) => unknown) {
  const [near, far] = memoryPorts()
  const events: LabEvent[] = []
  let wake: () => void = () => undefined
  serve(far)
  const client = new LabClient(near, {
    onEvent: (event) => {
      events.push(event)
      wake()
    },
  })
  const until = async <T>(find: () => T | undefined | false): Promise<T> => {
    for (;;) {
      const found = find()
      if (found !== undefined && found !== false) return found
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    client,
    events,
    until,
    port: near,
    /** Resolves with the run, head and body, once it has ended. */
    ended: async (id: string): Promise<RunHead & Omit<RunBody, 'run'>> => {
      const head = await until(() =>
        events
          .flatMap((e) => (e.type === 'run.changed' && e.run.id === id ? e.run : []))
          .findLast((run) => !isLive(run.status)),
      )
      const [body] = await client.request('run.values', { runs: [id] })
      if (!body) throw new Error(`${id} has no body.`)
      const { run: _, ...measured } = body
      return { ...head, ...measured }
    },
    start: (
      request: Partial<RunRequest> = {},
      options: { isPaused?: boolean; stepsPerSecond?: number } = {},
    ) =>
      client.request('run.start', {
        request: {
          part: '1d',
          slot: 'main',
          params: {},
          seed: 182,
          engine: 'auto',
          ...request,
        },
        isPaused: options.isPaused ?? false,
        stepsPerSecond: options.stepsPerSecond ?? null,
      }),
  }
}
