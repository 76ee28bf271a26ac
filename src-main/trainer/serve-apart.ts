import type { RunRequest } from '#contract/runs.ts'
import { isJson, type ApartEvent, type Json } from '#experiments/apart.ts'
import { trainedSlot } from '#experiments/problems.ts'
import { toApartSchema, type FromApart, type ToApart } from './apart-protocol.ts'
import { ownContext } from './own-context.ts'

/** Events leave about 30 times a second, and wait while this many messages are unanswered. */
const flushEvery = 33
const maxUnanswered = 3

/** A trainer process that carries out jobs of a run one after another, for the process that holds the run. */
export class ApartServer {
  private readonly abort = new AbortController()
  private readonly send: (message: FromApart) => void
  private readonly request: RunRequest
  private readonly own: ReturnType<typeof ownContext>
  private unanswered = 0
  private wake: (() => void) | null = null

  constructor(
    { request, home, threads, standing }: Extract<ToApart, { type: 'begin-apart' }>,
    send: (message: FromApart) => void,
  ) {
    this.request = request
    this.send = send
    this.own = ownContext(request, home, threads, standing, {
      onEngine: (engine) => send({ type: 'opened', engine }),
      onData: (data) => send({ type: 'data', ...data }),
    })
  }

  receive(raw: unknown): void {
    const message = toApartSchema.parse(raw)
    if (message.type === 'job') void this.carryOut(message.input)
    else if (message.type === 'ack') this.unanswered--
    else if (message.type === 'control') this.abort.abort()
    this.wake?.()
  }

  private async carryOut(input: Json): Promise<void> {
    try {
      const asked = trainedSlot(this.request).ask(this.request.params)
      const context = { ...this.own.context(), signal: this.abort.signal, input }
      let events: ApartEvent[] = []
      let result: Json | undefined
      let flushedAt = performance.now()
      for await (const event of asked.job(context)) {
        if (event.type === 'result') {
          result = event.result
          continue
        }
        events.push(event)
        if (performance.now() - flushedAt < flushEvery) continue
        await this.flush(events)
        events = []
        flushedAt = performance.now()
      }
      if (events.length > 0) await this.flush(events)
      if (result === undefined) throw new Error('It ended without a result')
      // Seen here: deep enough, it would end the process that reads it.
      if (!isJson(result)) throw new Error('Its result is not JSON of limited nesting and size')
      this.send({ type: 'done', result })
    } catch (error) {
      this.send({ type: 'failed', problem: error instanceof Error ? error.message : String(error) })
    }
  }

  /** Sends, lets the mail in, and waits while the other side is behind (a run that is paused stays so). */
  private async flush(events: ApartEvent[]): Promise<void> {
    this.unanswered++
    this.send({ type: 'events', events })
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (this.unanswered >= maxUnanswered && !this.abort.signal.aborted)
      await new Promise<void>((resolve) => (this.wake = resolve))
    this.wake = null
  }
}
