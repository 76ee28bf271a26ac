import { availableParallelism } from 'node:os'
import type { StandingDefault } from '#contract/engines.ts'
import type { RunRequest } from '#contract/runs.ts'
import { automaticDefault } from '#engines/standing-default.ts'
import type { ApartJob, ApartOptions, ApartOutcome, Json } from '#experiments/apart.ts'
import { fromApartSchema, type FromApart, type ToApart } from './apart-protocol.ts'
import type { FromTrainer, ToTrainer } from './protocol.ts'

interface Member {
  readonly id: number
  job: ApartJob | null
  /** It was told to go; what it still sends does not count. */
  isLeaving: boolean
}

/** The processes that carry out the jobs of one run, and what they report, in order of arrival. */
export class Crew {
  private readonly members = new Map<number, Member>()
  private readonly request: RunRequest
  private readonly home: string
  private readonly kept: Readonly<Record<string, Json>>
  private readonly send: (message: FromTrainer) => void
  /** What "auto" takes; to be set before the first job. */
  standing: StandingDefault = automaticDefault
  private hired = 0
  private isFresh = false
  /** Members that fight for the cores with spinning thread pools are several times slower than one after another. */
  private threads: number | null = null
  /** What is heard, and `ack`: everything of that member's message before it was consumed. */
  private heard: (ApartOutcome | { readonly type: 'ack'; readonly member: Member })[] = []
  private wake: (() => void) | null = null

  constructor(
    begin: Extract<ToTrainer, { type: 'begin' }>,
    /** `kept` messages must leave behind the samples of the same job. */
    send: (message: FromTrainer) => void,
  ) {
    this.request = begin.request
    this.home = begin.home
    this.kept = begin.kept
    this.send = send
  }

  receive(message: Extract<ToTrainer, { type: 'apart' | 'apart.exit' }>): void {
    const member = this.members.get(message.worker)
    if (member) {
      if (message.type === 'apart.exit') this.gone(member, message.how)
      else if (!member.isLeaving) this.report(member, fromApartSchema.parse(message.message))
    }
    this.wake?.()
  }

  /** See TrainContext.apart. Aborting `signal` ends it at once. */
  async *carryOut(
    jobs: readonly ApartJob[],
    options: ApartOptions,
    signal: AbortSignal,
  ): AsyncGenerator<ApartOutcome> {
    const stop = (): void => this.wake?.()
    signal.addEventListener('abort', stop)
    const waiting: ApartJob[] = []
    try {
      for (const job of jobs) {
        const result = this.kept[job.key]
        if (result === undefined) waiting.push(job)
        else yield { type: 'finished', key: job.key, result, isKept: true }
      }
      let open = waiting.length
      const sideBySide = options.sideBySide ?? availableParallelism()
      const share = Math.max(1, Math.floor(availableParallelism() / sideBySide))
      this.threads = share < availableParallelism() ? share : null
      this.isFresh = options.isFresh === true
      while (open > 0 && !signal.aborted) {
        this.assign(waiting, sideBySide)
        const next = this.heard.shift()
        if (!next) await new Promise<void>((resolve) => (this.wake = resolve))
        else if (next.type === 'ack') this.tell(next.member, { type: 'ack' })
        else {
          if (next.type !== 'event') open--
          yield next
          const job = jobs.find(({ key }) => key === next.key)
          if (next.type === 'finished' && job)
            this.send({ type: 'kept', key: job.key, result: next.result, tracks: [...job.tracks] })
        }
      }
    } finally {
      signal.removeEventListener('abort', stop)
      for (const member of this.members.values()) this.dismiss(member)
      this.heard = []
    }
  }

  private assign(waiting: ApartJob[], sideBySide: number): void {
    while (waiting.length > 0) {
      const idle = [...this.members.values()].find(({ job, isLeaving }) => !job && !isLeaving)
      // One that leaves counts until it is gone, so that a fresh process is measured alone.
      if (!idle && this.members.size >= sideBySide) return
      const member = idle ?? this.hire()
      const job = waiting.shift() as ApartJob
      member.job = job
      this.tell(member, { type: 'job', input: job.input })
    }
  }

  private hire(): Member {
    const member: Member = { id: this.hired++, job: null, isLeaving: false }
    this.members.set(member.id, member)
    this.tell(member, {
      type: 'begin-apart',
      request: this.request,
      home: this.home,
      threads: this.threads,
      standing: this.standing,
    })
    return member
  }

  private report(member: Member, message: FromApart): void {
    const key = member.job?.key
    switch (message.type) {
      case 'opened':
        this.send({ type: 'engine', engine: message.engine })
        break
      case 'data':
        this.send(message)
        break
      case 'events':
        if (key !== undefined)
          for (const event of message.events) this.heard.push({ type: 'event', key, event })
        this.heard.push({ type: 'ack', member })
        break
      case 'done':
        if (key !== undefined)
          this.heard.push({ type: 'finished', key, result: message.result, isKept: false })
        this.free(member)
        break
      case 'failed':
        if (key !== undefined)
          this.heard.push({ type: 'failed', key, problem: message.problem, isProcessLost: false })
        this.free(member)
    }
  }

  private free(member: Member): void {
    member.job = null
    if (this.isFresh) this.dismiss(member)
  }

  private gone(member: Member, how: string): void {
    this.members.delete(member.id)
    if (!member.job || member.isLeaving) return
    const problem = `its trainer process ${how}`
    this.heard.push({ type: 'failed', key: member.job.key, problem, isProcessLost: true })
  }

  private dismiss(member: Member): void {
    member.isLeaving = true
    this.send({ type: 'apart.end', worker: member.id })
  }

  private tell(member: Member, message: ToApart): void {
    if (!member.isLeaving) this.send({ type: 'apart', worker: member.id, message })
  }
}
