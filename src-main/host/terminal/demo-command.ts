import { readFile } from 'node:fs/promises'
import { LabClient } from '#contract/client.ts'
import { DemoError, readDemo, storedRun } from '#contract/demo.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import type { RunHead } from '#contract/run-head.ts'
import { isLive, type RunRequest } from '#contract/runs.ts'
import { checkDemo, type CheckedStep, type DemoRun } from '#experiments/check-demo.ts'
import type { Lab } from '#main/lab.ts'
import { openStoredRun } from '#replay/stored-run.ts'
import { counted } from '#text/words.ts'
import type { Terminal } from './run-command.ts'

const lineOf = ({ step, does, problem }: CheckedStep): string =>
  `${String(step).padStart(3)}  ${does.padEnd(6)} ${problem ?? 'ok'}`

interface DemoWords {
  readonly file: string
  readonly isJson: boolean
  /** Stored runs are carried out anew, as by "train it live instead". */
  readonly isTrained: boolean
}

/** Plays a demo at full speed, without a page, and prints what is wrong; returns the exit code. */
export async function demoCommand(
  lab: Lab,
  { file, isJson, isTrained }: DemoWords,
  terminal: Terminal,
): Promise<number> {
  const demo = readDemo(await textOf(file))
  const runs = new LabRuns(lab)
  try {
    const checked = await checkDemo(demo, {
      start: (request) => runs.carryOut(request),
      stored: isTrained ? null : (name) => openStoredRun(storedRun(demo, name), name),
    })
    const problems = checked.filter(({ problem }) => problem !== null)
    if (isJson) terminal.print(JSON.stringify({ title: demo.title, steps: checked }))
    else {
      for (const step of checked) terminal.print(lineOf(step))
      const waits = checked.filter(({ does, problem }) => does === 'wait' && problem === null).length
      terminal.print(
        problems.length === 0
          ? `Every step is fine; ${counted(waits, 'wait')} met. Names of slides and of what is pointed at are not checked here.`
          : `${counted(problems.length, 'step')} with a problem.`,
      )
    }
    return problems.length === 0 ? 0 : 1
  } finally {
    runs.close()
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw new DemoError(`The demo ${file} cannot be read; check its path.`)
  }
}

/** Carries runs out over the lab's own port, one after another. */
class LabRuns {
  private readonly client: LabClient
  /** Runs that have ended; one may before the reply that names it has been read. */
  private readonly ended = new Map<string, RunHead>()
  private look: () => void = () => undefined

  constructor(lab: Lab) {
    const [near, far] = memoryPorts()
    this.client = new LabClient(near, {
      onEvent: (event) => {
        if (event.type !== 'run.changed' || isLive(event.run.status)) return
        this.ended.set(event.run.id, event.run)
        this.look()
      },
    })
    lab.connect(far)
  }

  async carryOut(request: RunRequest): Promise<DemoRun> {
    const { id } = await this.client.request('run.start', { request, stepsPerSecond: null, isPaused: false })
    const end = await new Promise<RunHead>((resolve) => {
      this.look = () => {
        const run = this.ended.get(id)
        if (run) resolve(run)
      }
      this.look()
    })
    const [body] = await this.client.request('run.values', { runs: [id] })
    return { hasCompleted: end.status === 'completed', steps: end.stepsDone, values: body?.values ?? {} }
  }

  close(): void {
    this.client.close()
  }
}
