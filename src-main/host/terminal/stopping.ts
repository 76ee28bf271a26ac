/** How a command of the terminal is asked to stop, and what its process then returns. */
import { constants } from 'node:os'

/** Why a command stops: a signal, or an output that nobody reads any more ("lab run ... | head"). */
export type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'EPIPE'

/** The exit code of a command that was stopped; the process gives the one of the signal. */
export const stoppedCode = 130

/** The wish to stop. Whoever begins to listen after it came hears of it at once, so that no moment is too early. */
export class Stopping {
  private readonly listeners: (() => void)[] = []
  private reason: StopReason | null = null

  /** Arrow functions: they are handed out as listeners. */
  readonly stop = (reason: StopReason): void => {
    this.reason ??= reason
    for (const listener of this.listeners) listener()
  }

  readonly onStop = (listener: () => void): void => {
    this.listeners.push(listener)
    if (this.reason !== null) listener()
  }

  /** The command's exit code, or that of a stopped command as soon as the wish comes; for one that keeps nothing of its own. */
  orStopped(command: Promise<number>): Promise<number> {
    const stopped = new Promise<number>((resolve) => this.onStop(() => resolve(stoppedCode)))
    return Promise.race([command, stopped])
  }

  /** 128 and the number of the signal where the command was stopped by one: 130, 143, 129. */
  exitCode(code: number): number {
    if (code !== stoppedCode || this.reason === null || this.reason === 'EPIPE') return code
    return 128 + constants.signals[this.reason]
  }
}
