import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('..', import.meta.url))

/** The built lab served to a browser, as `npm start` does it, with a data folder of its own. */
export class LabSession {
  readonly home: string
  private server: ChildProcess | null = null
  private output = ''

  private readonly root: string
  private readonly environment: Readonly<Record<string, string>>

  /** `root`: the folder whose built lab is served; `environment`: what is added to the one of the tests. */
  constructor(
    home = mkdtempSync(join(tmpdir(), 'lab182-e2e-')),
    root = project,
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.home = home
    // The tour is for whoever asks for it (`offersTour`): it would stand before what every other spec looks at.
    if (existsSync(home) && !existsSync(this.settings)) writeFileSync(this.settings, '{ "isTourSeen": true }')
    this.root = root
    this.environment = environment
  }

  private get settings(): string {
    return join(this.home, 'settings.json')
  }
  /** The home is as somebody finds it who opens the lab for the first time; to be called before `start`. */
  offersTour(): void {
    rmSync(this.settings, { force: true })
  }

  /** Starts the server and returns the one-time address it prints. */
  async start(port = 0): Promise<string> {
    this.output = ''
    const server = spawn(process.execPath, ['out/main/serve.js', '--no-open', '--port', String(port)], {
      cwd: this.root,
      env: { ...process.env, ...this.environment, LAB182_HOME: this.home },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    server.stdout.on('data', (data: Buffer) => (this.output += data.toString()))
    this.server = server
    return this.address()
  }

  /** Enter in the server's terminal prints a fresh one-time address. */
  async freshAddress(): Promise<string> {
    this.output = ''
    this.server?.stdin?.write('\n')
    return this.address()
  }

  /** Process ids of the trainers under way. */
  trainers(): number[] {
    try {
      const found = execFileSync('pgrep', ['-P', String(this.server?.pid), '-f', 'trainer'], {
        encoding: 'utf8',
      })
      return found.split('\n').filter(Boolean).map(Number)
    } catch {
      return [] // pgrep ends with 1 when it finds none
    }
  }

  /** Ends the server as the system would, with no chance to tidy up. */
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM')
    rmSync(this.home, { recursive: true, force: true })
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { server } = this
    this.server = null
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    await new Promise((resolve) => {
      server.once('exit', resolve)
      server.kill(signal)
    })
  }

  private address(): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = /http:\/\/\S+/.exec(this.output)
        if (found) done(() => resolve(found[0]))
      }
      const ended = (): void => done(() => reject(new Error(`The lab ended: ${this.output}`)))
      const done = (settle: () => void): void => {
        this.server?.stdout?.off('data', look)
        this.server?.off('exit', ended)
        settle()
      }
      this.server?.stdout?.on('data', look)
      this.server?.once('exit', ended)
      look()
    })
  }
}
