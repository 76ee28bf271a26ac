import { LabClient } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import { requestHere } from '#contract/request-here.ts'
import type { RunHead } from '#contract/run-head.ts'
import { isLive } from '#contract/runs.ts'
import type { Lab } from '#main/lab.ts'
import type { Labrun } from '#replay/labrun-format.ts'
import { readLabrun } from '#replay/read-labrun.ts'
import { progressLine } from './progress-line.ts'
import type { Terminal } from './run-command.ts'

/** Repeats runs in a lab of their own, one after another. */
export class Rerunner {
  private readonly client: LabClient
  private readonly terminal: Terminal
  private current: string | null = null
  private onChanged: (run: RunHead) => void = () => undefined
  isStopped = false

  constructor(lab: Lab, terminal: Terminal) {
    const [near, far] = memoryPorts()
    this.terminal = terminal
    this.client = new LabClient(near, {
      onEvent: (event) => {
        if (event.type === 'run.changed') this.onChanged(event.run)
      },
    })
    lab.connect(far)
    terminal.onStop(() => {
      this.isStopped = true
      this.stopCurrent()
    })
  }

  private stopCurrent(): void {
    if (this.current !== null)
      this.client.request('run.control', { run: this.current, action: 'stop' }).catch(() => undefined) // ended since
  }

  /** Carries the request out again; resolves with the run, however it ended. Rejects where it is refused. */
  async repeat({ run }: Labrun): Promise<Labrun> {
    const { engines } = await this.client.request('lab.describe', {})
    const seen = new Map<string, RunHead>()
    const ended = new Promise<void>((resolve) => {
      this.onChanged = (head) => {
        seen.set(head.id, head)
        if (head.id === this.current) this.terminal.progress?.(progressLine(head))
        if (head.id === this.current && !isLive(head.status)) resolve()
      }
    })
    const started = await this.client.request('run.start', {
      request: requestHere(run, engines),
      stepsPerSecond: null,
      isPaused: false,
    })
    this.current = started.id
    // The wish may have come before there was anything to stop.
    if (this.isStopped) this.stopCurrent()
    // It may have ended before its name was known here.
    this.onChanged(seen.get(started.id) ?? started)
    await ended
    this.current = null
    this.terminal.progress?.(null)
    const { data, file } = await this.client.request('replay.save', { run: started.id })
    return readLabrun(Buffer.from(data, 'base64'), file)
  }

  close(): void {
    this.client.close()
  }
}
