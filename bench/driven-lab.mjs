import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Null for the torn line in which a lab was killed. */
function wholeMessage(line) {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** A lab in a process of its own on the data folder `home`: asked, watched and killed. `entry` is the built kill-runs-lab. */
export class DrivenLab {
  #process
  #waiting = new Map()
  #nextId = 0
  /** Runs as they were last told, by id. */
  runs = new Map()
  /** Every batch of samples that arrived: run, attempt, batches, milliseconds. */
  samples = []
  /** @type {(value?: undefined) => void} */
  #wake = () => undefined

  constructor(entry, home) {
    this.#process = spawn(process.execPath, [entry], {
      env: { ...process.env, LAB182_HOME: home },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#process.stdin.on('error', () => undefined) // it was killed
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      const message = wholeMessage(line)
      if (message) this.#receive(message)
    })
    this.#process.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the lab was killed'))
      this.#waiting.clear()
    })
  }

  /** Rejects with the refusal's sentence, or when the lab is killed. */
  request(type, body = {}) {
    const id = this.#nextId++
    this.#process.stdin.write(`${JSON.stringify({ id, type, ...body })}\n`)
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    answer.catch(() => undefined) // whoever waits for it hears it; nobody need
    return answer
  }

  start(part, params, more = {}) {
    return this.request('run.start', {
      request: { part, slot: 'main', params, seed: 182, engine: 'auto' },
      stepsPerSecond: null,
      isPaused: false,
      ...more,
    })
  }

  watch(run) {
    return this.request('run.watch', { run, from: {}, snapshots: 0 })
  }

  /** Resolves when `find` gives something; it is asked at everything that arrives. */
  async until(find) {
    for (;;) {
      const found = find()
      if (found !== undefined && found !== false) return found
      await new Promise((resolve) => (this.#wake = resolve))
    }
  }

  /** Resolves with the run once it has ended here. */
  ended(id) {
    return this.until(() => {
      const run = this.runs.get(id)
      return run && !['starting', 'running', 'paused'].includes(run.status) && run
    })
  }

  async kill() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }

  async close() {
    const ended = once(this.#process, 'exit')
    this.#process.stdin.end()
    await ended
  }

  #receive(message) {
    if (message.type === 'reply') this.#waiting.get(message.id)?.resolve(message.result)
    else if (message.type === 'refusal')
      this.#waiting.get(message.id)?.reject(new Error(message.refusal.message))
    else if (message.type === 'run.changed') this.runs.set(message.run.id, message.run)
    else if (message.type === 'run.deleted') this.runs.delete(message.run)
    else if (message.type === 'run.samples') {
      this.samples.push({ ...message, at: performance.now() })
      void this.request('run.ack', { run: message.run })
    }
    this.#waiting.delete(message.id)
    this.#wake()
  }
}
