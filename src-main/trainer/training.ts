import type { TrainEvent } from '#experiments/train.ts'
import { Collector } from './collector.ts'
import { Pace } from './pace.ts'
import type { FromTrainer, ToTrainer } from './protocol.ts'

/** Messages leave about 30 times a second. */
const flushEvery = 33
/** The loop looks at its mail this often, in milliseconds; a stop is heard within it. */
const sliceLength = 8
/** Unanswered messages after which samples are held back here, and samples held after which training waits. */
const maxUnanswered = 3
const maxHeld = 200_000

const later = (milliseconds: number): Promise<void> =>
  new Promise((resolve) =>
    milliseconds > 0 ? setTimeout(resolve, milliseconds) : setImmediate(() => resolve()),
  )

/**
 * One training under control: pulls a trainer's events one by one, holding it when paused, slowing it when a
 * speed is set, and never sending faster than the lab stores.
 */
export class Training {
  private readonly collector = new Collector()
  private readonly abort = new AbortController()
  private readonly pace: Pace
  private readonly send: (message: FromTrainer) => void
  private unanswered = 0
  private flushedAt = 0
  private wake: (() => void) | null = null

  constructor(
    begin: {
      readonly isPaused: boolean
      readonly stepsPerSecond: number | null
      readonly secondsBefore: number
    },
    send: (message: FromTrainer) => void,
  ) {
    this.pace = new Pace(begin.isPaused, begin.stepsPerSecond, performance.now(), begin.secondsBefore)
    this.send = send
  }

  /** What the lab says while the training is under way. */
  receive(message: Extract<ToTrainer, { type: 'ack' | 'speed' | 'control' }>): void {
    const now = performance.now()
    if (message.type === 'ack') this.unanswered--
    else if (message.type === 'speed') this.pace.setSpeed(message.stepsPerSecond, now)
    else if (message.action === 'stop') this.abort.abort()
    else {
      const wasPaused = this.pace.isPaused
      this.pace[message.action](now)
      if (wasPaused !== this.pace.isPaused) this.send({ type: 'state', isPaused: this.pace.isPaused })
    }
    this.wake?.()
  }

  /** Sends a message behind everything that was logged before it. */
  sendAfterSamples(message: FromTrainer): void {
    this.flush()
    this.send(message)
  }

  /** Trains to the end, a stop or an error; always ends with one `ended` message. */
  async run(train: (signal: AbortSignal) => Iterable<TrainEvent> | AsyncIterable<TrainEvent>): Promise<void> {
    let status: 'completed' | 'stopped' | 'failed' = 'completed'
    let problem: string | null = null
    try {
      const isComplete = await this.pull(train(this.abort.signal))
      if (!isComplete) status = 'stopped'
    } catch (error) {
      if (this.abort.signal.aborted) status = 'stopped'
      else {
        status = 'failed'
        problem = `The training failed: ${error instanceof Error ? error.message : String(error)}`
      }
    }
    const seconds = this.pace.seconds(performance.now())
    this.flush()
    this.send({ type: 'ended', status, seconds, problem })
  }

  /** True when the trainer came to its own end, false when it was stopped. */
  private async pull(events: Iterable<TrainEvent> | AsyncIterable<TrainEvent>): Promise<boolean> {
    const iterator =
      Symbol.asyncIterator in events ? events[Symbol.asyncIterator]() : events[Symbol.iterator]()
    let sliceEnd = performance.now() + sliceLength
    for (;;) {
      let now = performance.now()
      if (now >= sliceEnd) {
        this.flushIfDue(now)
        await later(0)
        now = performance.now()
        sliceEnd = now + sliceLength
      }
      if (this.abort.signal.aborted) {
        await iterator.return?.()
        return false
      }
      const turn = this.pace.turn(now)
      if (turn !== 'go' || this.collector.count >= maxHeld) {
        await this.hold(turn, now)
        sliceEnd = 0
        continue
      }
      const pulled = iterator.next()
      const result = pulled instanceof Promise ? await this.flushingLater(pulled) : pulled
      if (result.done) return !this.abort.signal.aborted
      this.take(result.value, now)
    }
  }

  private take(event: TrainEvent, from: number): void {
    if (event.type === 'value') {
      this.send({ type: 'value', id: event.id, value: event.value })
      return
    }
    if (event.type === 'snapshot') return this.collector.addSnapshot(event)
    const now = performance.now()
    this.pace.took(from, now)
    this.collector.add(event, this.pace.seconds(now))
  }

  /** What was logged is not held back by a step that takes long. */
  private async flushingLater<T>(pulled: Promise<T>): Promise<T> {
    if (this.collector.count === 0) return pulled
    const timer = setTimeout(() => this.flushIfDue(performance.now()), flushEvery)
    try {
      return await pulled
    } finally {
      clearTimeout(timer)
    }
  }

  /** Waits for something to change: a message, the next step's time, room to send. */
  private async hold(turn: 'go' | 'paused' | 'early', now: number): Promise<void> {
    if (turn === 'paused') this.flush()
    else this.flushIfDue(now)
    const longest = turn === 'early' ? Math.min(this.pace.wait(now), flushEvery) : flushEvery
    await Promise.race([later(Math.max(1, longest)), new Promise<void>((resolve) => (this.wake = resolve))])
    this.wake = null
  }

  private flushIfDue(now: number): void {
    if (now - this.flushedAt >= flushEvery && this.unanswered < maxUnanswered) this.flush()
  }

  private flush(): void {
    this.flushedAt = performance.now()
    if (this.collector.count === 0) return
    this.unanswered++
    this.send({ type: 'samples', ...this.collector.take() })
  }
}
