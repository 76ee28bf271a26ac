import type { ChildLink, StartProcess } from '#processes/link.ts'
import { backendOf, listedAdapter, loaderVariables, vulkanAdapter, type Adapter } from './adapter.ts'
import { absence } from './absence.ts'
import type { WebgpuResult } from './trial-record.ts'
import { endOfLog, fromTrialSchema, type FromTrial, type ToTrial } from './trial-protocol.ts'

/** A driver may compile its shaders anew, which takes a minute on a slow machine; the calibration takes some seconds. */
const defaultTimeoutMs = 180_000
/** The last of what a process complains; a driver that repeats itself must not fill the memory. */
const mostLogged = 200_000

export interface TrialOptions {
  readonly startProcess: StartProcess
  readonly signal: AbortSignal
  readonly timeoutMs?: number
  readonly platform?: NodeJS.Platform
  /** What an earlier trial found: if it was on the adapter that is opened now, it still holds. */
  readonly remembered?: WebgpuResult | null
}

/** Why the process gave no answer: a clause. */
class NoAnswer extends Error {}

/**
 * Tries WebGPU in a process of its own, because a driver that does not work may crash or hang. Rejects only when
 * cancelled.
 */
export async function tryWebgpu(options: TrialOptions): Promise<WebgpuResult> {
  const { signal, timeoutMs = defaultTimeoutMs, platform = process.platform, remembered = null } = options
  signal.throwIfAborted()
  let adapter: Adapter | null = null
  const trial = new Trial(options.startProcess, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
  try {
    const opened = await trial.ask({ type: 'open' }, 'opened')
    const log = await trial.log()
    if (opened.problem !== null)
      return { outcome: 'absent', adapter: null, problem: absence(opened.problem, log, platform) }
    const backend = backendOf(platform)
    adapter = backend === 'vulkan' ? vulkanAdapter(log) : listedAdapter(backend, opened.listed)
    if (remembered?.adapter && isSame(remembered.adapter, adapter)) return remembered
    const tried = await trial.ask({ type: 'try', isCalibrated: !adapter.isSoftware }, 'tried')
    if (tried.problem !== null) return failed(adapter, `fails its trial: ${tried.problem}`)
    return { outcome: 'passed', adapter, calibration: tried.calibration }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof NoAnswer) return failed(adapter, error.message)
    if (trial.isAborted) return failed(adapter, `did not answer its trial within ${timeoutMs / 1000} s`)
    return failed(adapter, `could not be tried: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    trial.end()
  }
}

const isSame = (a: Adapter, b: Adapter): boolean =>
  a.backend === b.backend && a.name === b.name && a.driver === b.driver && a.isSoftware === b.isSoftware

/** One sentence; `what` follows the adapter's name. */
function failed(adapter: Adapter | null, what: string): WebgpuResult {
  const who = adapter?.name == null ? 'The graphics card' : `The graphics card "${adapter.name}"`
  return { outcome: 'failed', adapter, problem: `${who} ${what.replace(/\.$/, '')}.` }
}

/** The line to the process that tries. */
class Trial {
  private readonly child: ChildLink
  private readonly signal: AbortSignal
  private complaints = ''
  private hear: (message: unknown) => void = () => undefined
  private give: (error: Error) => void = () => undefined
  private wake: () => void = () => undefined
  private ended: NoAnswer | null = null

  constructor(startProcess: StartProcess, signal: AbortSignal) {
    this.signal = signal
    this.child = startProcess('webgpu-probe', {
      env: loaderVariables,
      onComplaint: (text) => {
        this.complaints = (this.complaints + text).slice(-mostLogged)
        this.wake()
      },
    })
    this.child.onMessage((message) => this.hear(message))
    this.child.onExit((description) => {
      this.ended = new NoAnswer(`cannot be used: the process that tried it ${description}`)
      this.give(this.ended)
    })
    signal.addEventListener('abort', () => this.give(new Error('cancelled')), { once: true })
  }

  get isAborted(): boolean {
    return this.signal.aborted
  }

  ask<Type extends FromTrial['type']>(
    question: ToTrial,
    type: Type,
  ): Promise<Extract<FromTrial, { type: Type }>> {
    return this.unlessEnded((resolve) => {
      this.hear = (raw) => {
        const message = fromTrialSchema.safeParse(raw)
        if (message.success && message.data.type === type)
          resolve(message.data as Extract<FromTrial, { type: Type }>)
        else
          this.give(new NoAnswer('cannot be used: the process that tried it gave no answer that can be read'))
      }
      this.child.post(question)
    })
  }

  /** Everything that was written until the adapter was open: it comes by another way than the answers. */
  log(): Promise<string> {
    return this.unlessEnded((resolve) => {
      this.wake = () => {
        const end = this.complaints.indexOf(endOfLog)
        if (end >= 0) resolve(this.complaints.slice(0, end))
      }
      this.wake()
    })
  }

  end(): void {
    this.child.kill()
  }

  private unlessEnded<T>(work: (resolve: (value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      this.give = reject
      if (this.ended) return reject(this.ended)
      if (this.signal.aborted) return reject(new Error('cancelled'))
      work(resolve)
    })
  }
}
