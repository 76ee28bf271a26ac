import type { Port } from '#contract/port.ts'
import type { LabDescription } from '#contract/messages.ts'
import type { StartProcess } from '#processes/link.ts'

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

export async function createLab(_options: LabOptions): Promise<Lab> {
  throw new Error('not built yet')
}
