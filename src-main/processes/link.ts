/** One end of the line to a child process, whichever host started it. Messages are structured-cloneable. */
export interface ChildLink {
  readonly pid: number | undefined
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once; `description` says how it ended in words ("ended by signal SIGKILL", "ended with code 1"). */
  onExit(listener: (description: string, code: number | null) => void): void
  /** Ends it at once, whatever it is doing. */
  kill(): void
}

/** The entries that run as processes of their own; each is a built file beside the main one. */
export type ProcessEntry =
  'trainer' | 'gpu-probe' | 'data-job' | 'webgpu-probe' | 'engine-job' | 'tensorflow-probe'
export interface StartOptions {
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** Hears what the process writes to its standard error output, which goes nowhere else then. */
  readonly onComplaint?: (text: string) => void
}
export type StartProcess = (entry: ProcessEntry, options?: StartOptions) => ChildLink

/** The child's end. */
export interface ParentLink {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}
