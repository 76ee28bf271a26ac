import { spawn } from 'node:child_process'
import { endWithLab } from '#processes/end-with-lab.ts'

export interface ProgramOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** Milliseconds without a word or a sign of life after which the program counts as hung; none: no limit. */
  readonly silenceMs?: number
  /** Called with each line of its output. */
  readonly onLine?: (line: string) => void
  /** Called every half second while it runs; true means that it still gets on although it says nothing. */
  readonly isAlive?: () => boolean
}

export interface ProgramEnd {
  readonly output: string
  /** The last line that says something, for a sentence. */
  readonly lastLine: string
}

const lastLineOf = (text: string): string => text.trim().split('\n').at(-1)?.trim().replace(/\.$/, '') ?? ''

/**
 * Runs a program to its end and returns what it printed on both outputs. Throws an error whose message is a
 * clause ("pip ended with code 1: ...") when it cannot be started, fails, hangs or is cancelled.
 */
export function runProgram(
  name: string,
  program: string,
  words: readonly string[],
  options: ProgramOptions,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    options.signal.throwIfAborted()
    const child = spawn(program, words, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.once('exit', endWithLab(child.pid))
    let output = ''
    let pending = ''
    let heardAt = performance.now()
    let stopped: Error | null = null
    const stop = (why: Error): void => {
      stopped ??= why
      child.kill('SIGKILL')
    }
    const cancel = (): void => stop(new Error('cancelled'))
    options.signal.addEventListener('abort', cancel, { once: true })
    const watch = setInterval(() => {
      const now = performance.now()
      if (options.isAlive?.()) heardAt = now
      const { silenceMs } = options
      if (silenceMs !== undefined && now - heardAt > silenceMs)
        stop(new Error(`${name} printed nothing for ${silenceMs / 1000} s and was stopped`))
    }, 500)
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        heardAt = performance.now()
        output += text
        const lines = (pending + text).split(/[\r\n]+/)
        pending = lines.pop() ?? ''
        for (const line of lines) options.onLine?.(line)
      })
    const finish = (): void => {
      clearInterval(watch)
      options.signal.removeEventListener('abort', cancel)
    }
    child.on('error', (error) => {
      finish()
      reject(new Error(`${name} could not be started (${error.message})`, { cause: error }))
    })
    child.on('close', (code, signal) => {
      finish()
      if (stopped) return reject(stopped)
      if (code === 0) return resolve({ output, lastLine: lastLineOf(output) })
      const how = signal ? `was ended by signal ${signal}` : `ended with code ${code}`
      reject(new Error(`${name} ${how}: ${lastLineOf(output) || 'it printed nothing'}`))
    })
  })
}
