import type { LabDescription, LabEvent } from '#contract/messages.ts'
import type { Port } from '#contract/port.ts'
import type { RunHead } from '#contract/run-head.ts'
import { usualSeed } from '#contract/runs.ts'
import { answerEngines, isEngineRequest } from '#engines/manage/answer-engines.ts'
import { EngineManager } from '#engines/manage/engine-manager.ts'
import { listEngines } from '#engines/registry.ts'
import { problems } from '#experiments/problems.ts'
import type { StartProcess } from '#processes/link.ts'
import { DataManager } from '#data/data-manager.ts'
import { Recordings } from '#recordings/recordings.ts'
import { withRecordings } from '#recordings/serve-recordings.ts'
import { Arrivals } from '#replay/arrivals.ts'
import { Replay } from '#replay/replay.ts'
import { withReplay } from '#replay/serve-replay.ts'
import { examine } from '#host/doctor.ts'
import { findingsOf } from '#host/doctor-findings.ts'
import { readPolicy } from '#policy/policy.ts'
import { setForProcesses } from '#policy/set-for-processes.ts'
import { isEngineInUse } from '#runs/engine-in-use.ts'
import { RunAll } from '#runs/run-all.ts'
import { RunManager } from '#runs/run-manager.ts'
import { RunStore } from '#runs/run-store.ts'
import { servePort } from '#runs/serve-port.ts'
import { sweepRuns } from '#runs/sweep.ts'
import { startTelemetry } from '#telemetry/telemetry.ts'
import { answerStorage, isStorageRequest } from '#storage/answer-storage.ts'
import { changeHomeSettings, readHomeSettings } from '#storage/home-settings.ts'
import { openHome } from '#storage/home-version.ts'
import { StorageMeter } from '#storage/storage-meter.ts'
import { noPrinting, type Printing } from '#worksheet/printer.ts'
import { knownRuns } from '#worksheet/known-runs.ts'
import { resolveWorksheet, type ResolvedWorksheet } from '#worksheet/resolve.ts'
import { serveWorksheets } from '#worksheet/serve-worksheet.ts'
import { withSubmissions } from '#worksheet/submission/serve-submissions.ts'
import { Submissions } from '#worksheet/submission/submissions.ts'
import { WorksheetStore } from '#worksheet/worksheet-store.ts'
import { labVersions } from './lab-versions.ts'

/** Milliseconds between two looks at what other labs did in the same folder. */
const refreshEvery = 2000

export interface LabOptions {
  /** The folder that holds the runs and settings. */
  readonly home: string
  readonly host: LabDescription['host']
  readonly startProcess: StartProcess
  /** What makes PDF and PNG files; absent: this lab makes none. */
  readonly printing?: Printing
}

/** The lab behind every host: connect a port and talk to it in the messages of contract/messages.ts. */
export interface Lab {
  connect(port: Port): void
  /** Resolves when the devices that have to be tried before use have been; at once if what is remembered of them holds. */
  tryDevices(): Promise<void>
  /** Stores a replay file as a run; the page shows that run, or says why the file cannot be opened. */
  openFile(path: string): Promise<void>
  /** Resolves when every run folder has been read once; for a terminal that lists them. */
  readAllRuns(): Promise<void>
  /** A worksheet with the state of every cell, link and slot. Rejects with a sentence where it cannot be opened. */
  resolveWorksheet(id: string): Promise<ResolvedWorksheet>
  /** Stops every run (each is kept, as stopped) and ends the child processes. */
  close(): Promise<void>
}

/** Whether a run reads CIFAR-10 if it is there. */
const readsImages = ({ request: { params } }: RunHead): boolean =>
  params['dataset'] === 'cifar10' || params['dataset'] === 'auto'

/** The composition root. Throws when the home folder cannot be made. */
export async function createLab({
  home,
  host,
  startProcess,
  printing = noPrinting,
}: LabOptions): Promise<Lab> {
  const versions = labVersions()
  const readOnly = openHome(home, versions['lab182'] ?? '')
  const isReadOnly = readOnly !== null
  const store = new RunStore(home, undefined, isReadOnly)
  if (!isReadOnly) {
    await store.prepare()
    // Nobody waits for it, and what it cannot clear away stays.
    void sweepRuns(store).catch(() => undefined)
  }
  // Trainers and data jobs inherit them.
  setForProcesses(process.env)
  const manager = new RunManager(store, startProcess, versions, { quota: () => readPolicy().quota })
  const data = new DataManager(home, startProcess, {
    mayDownload: () => readPolicy().isDownloadAllowed,
    isInUse: () => manager.liveRuns().some(readsImages),
  })
  const worksheets = new WorksheetStore(home, { isReadOnly })
  const submissions = new Submissions(home, worksheets, manager, printing)
  const replay = new Replay(manager)
  const arrivals = new Arrivals(replay, readOnly, () => {
    for (const send of sends) send({ type: 'replay.opened' })
  })
  const meter = new StorageMeter(home, manager, worksheets)
  const recordings = new Recordings(home)
  const runAll = new RunAll(manager, store, () => readPolicy().seed ?? usualSeed)
  const sends = new Set<(event: LabEvent) => void>()
  const ports = new Set<Port>()
  const telemetry = startTelemetry({
    startProcess,
    onReading: (reading) => {
      manager.logTelemetry(reading)
      for (const send of sends) send({ type: 'telemetry.reading', reading })
    },
  })

  // A folder that cannot be read for a moment is read the next time.
  const refresh = (): void => {
    void manager.refresh().catch(() => undefined)
    void worksheets.refresh().catch(() => undefined)
  }
  // A terminal asks for the runs it means, one by one; a page is shown the first of them while the others are read.
  const refreshing = host === 'terminal' ? undefined : setInterval(refresh, refreshEvery)
  // What has been in the trash too long goes once all folders have been read; what cannot go now stays for the next start.
  if (refreshing)
    void manager
      .refresh()
      .then(() => (isReadOnly ? undefined : manager.edits.expireTrash()))
      .catch(() => undefined)
  if (refreshing && !isReadOnly) void worksheets.expireTrash().catch(() => undefined)
  // A plan that was under way when its lab ended goes on; in a terminal it is asked for ("run-all --resume").
  void runAll.open(host !== 'terminal' && !isReadOnly).catch(() => undefined)

  // A page is there at once, and hears when a GPU has passed its trial; a terminal waits for it before a run that may use it.
  const engineManager = new EngineManager(
    home,
    startProcess,
    (name) => isEngineInUse(manager.liveRuns(), name),
    () => readPolicy().isDownloadAllowed,
  )
  engineManager.listen({
    progressed: (report) => {
      for (const send of sends) send({ type: 'engine.progress', report })
    },
    changed: () => {
      void listEngines(home).then((engines) => {
        for (const send of sends) send({ type: 'engines.changed', engines })
      })
    },
  })
  if (host !== 'terminal' && !isReadOnly) void engineManager.tryAll()

  const describe = async (): Promise<LabDescription> => {
    const engines = await listEngines(home)
    await manager.library.load()
    return {
      versions,
      host,
      home,
      policy: readPolicy(),
      readOnly,
      // Nothing could be remembered there.
      isTourSeen: isReadOnly || (await readHomeSettings(home)).isTourSeen,
      engines,
      live: manager.liveRuns(),
      census: manager.library.census(),
      telemetry: [...telemetry.history()],
    }
  }

  return {
    connect(port) {
      let closeServed: () => void = () => undefined
      const watched: Port = {
        post: (message) => port.post(message),
        onMessage: (listener) => port.onMessage(listener),
        onClose: (listener) => (closeServed = listener),
        close: () => port.close(),
      }
      const { send } = servePort(
        watched,
        manager,
        data,
        runAll,
        describe,
        (tell) => {
          const worksheet = withSubmissions(serveWorksheets(worksheets, manager, tell), submissions, tell)
          const served = withRecordings(withReplay(worksheet, replay, arrivals), recordings)
          const owner = {}
          return {
            close: () => {
              data.abandon(owner)
              served.close()
            },
            answer: (request) => {
              if (isEngineRequest(request)) return answerEngines(request, engineManager)
              if (request.type === 'archive.send') return data.receive(request, owner)
              // What is remembered of the GPUs: their trial is repeated on the page "Engines".
              if (request.type === 'doctor.examine') return examine(home).then(findingsOf)
              if (request.type === 'tour.end') return changeHomeSettings(home, { isTourSeen: true })
              if (isStorageRequest(request)) return answerStorage(request, { manager, worksheets, meter })
              return served.answer(request)
            },
          }
        },
        readOnly,
      )
      sends.add(send)
      ports.add(port)
      port.onClose(() => {
        sends.delete(send)
        ports.delete(port)
        closeServed()
      })
    },
    openFile: (path) => arrivals.open(path),
    tryDevices: () => (isReadOnly ? Promise.resolve() : engineManager.tryAll()),
    readAllRuns: () => manager.refresh(),
    async resolveWorksheet(id) {
      const worksheet = await worksheets.current(id)
      return resolveWorksheet(worksheet, problems, await knownRuns(manager, worksheet))
    },
    async close() {
      clearInterval(refreshing)
      engineManager.close()
      telemetry.stop()
      data.close()
      await submissions.close()
      await recordings.close()
      await runAll.close()
      await manager.close()
      for (const port of ports) port.close()
      // Last: what somebody typed while the trainers ended is written too.
      await worksheets.close()
    },
  }
}
