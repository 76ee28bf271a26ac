import type { LabDescription, LabEvent } from '#contract/messages.ts'
import type { Port } from '#contract/port.ts'
import { listEngines } from '#engines/registry.ts'
import type { StartProcess } from '#processes/link.ts'
import { DataManager } from '#runs/data-manager.ts'
import { RunManager } from '#runs/run-manager.ts'
import { RunStore } from '#runs/run-store.ts'
import { servePort } from '#runs/serve-port.ts'
import { startTelemetry } from '#telemetry/telemetry.ts'
import packageJson from '../package.json' with { type: 'json' }

/** Milliseconds between two looks at what other labs did in the same folder. */
const refreshEvery = 2000

export interface LabOptions {
  /** The folder that holds the runs and settings. */
  readonly home: string
  readonly host: LabDescription['host']
  readonly startProcess: StartProcess
}

/** The lab behind every host: connect a port and talk to it in the messages of contract/messages.ts. */
export interface Lab {
  connect(port: Port): void
  /** Stops every run (each is kept, as stopped) and ends the child processes. */
  close(): Promise<void>
}

/** Lab, Node, V8, platform and so on, as they are recorded with every run. */
export function labVersions(): Record<string, string> {
  const { node, v8, electron } = process.versions
  return {
    lab182: packageJson.version,
    node,
    v8,
    platform: `${process.platform} ${process.arch}`,
    ...(electron === undefined ? {} : { electron }),
  }
}

/** The composition root. Throws when the home folder cannot be made. */
export async function createLab({ home, host, startProcess }: LabOptions): Promise<Lab> {
  const store = new RunStore(home)
  const { runs, problems } = await store.open()
  const versions = labVersions()
  const manager = new RunManager(store, runs, startProcess, versions)
  const data = new DataManager(home, startProcess)
  const sends = new Set<(event: LabEvent) => void>()
  const ports = new Set<Port>()
  const telemetry = startTelemetry({
    startProcess,
    onReading: (reading) => {
      manager.logTelemetry(reading)
      for (const send of sends) send({ type: 'telemetry.reading', reading })
    },
  })

  const refresh = setInterval(() => {
    // A folder that cannot be read for a moment is read the next time.
    void manager.refresh().catch(() => undefined)
  }, refreshEvery)

  const describe = async (): Promise<LabDescription> => ({
    versions,
    host,
    home,
    engines: await listEngines(home),
    runs: manager.list(),
    problems,
    telemetry: [...telemetry.history()],
  })

  return {
    connect(port) {
      let closeServed: () => void = () => undefined
      const watched: Port = {
        post: (message) => port.post(message),
        onMessage: (listener) => port.onMessage(listener),
        onClose: (listener) => (closeServed = listener),
        close: () => port.close(),
      }
      const { send } = servePort(watched, manager, data, describe)
      sends.add(send)
      ports.add(port)
      port.onClose(() => {
        sends.delete(send)
        ports.delete(port)
        closeServed()
      })
    },
    async close() {
      clearInterval(refresh)
      telemetry.stop()
      data.close()
      await manager.close()
      for (const port of ports) port.close()
    },
  }
}
