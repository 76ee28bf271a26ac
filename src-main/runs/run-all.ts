import { planLost, type RunAllOrder, type RunAllState } from '#contract/run-all.ts'
import { headOf, type RunHead } from '#contract/run-head.ts'
import { isLive, isResumable, usualSeed } from '#contract/runs.ts'
import { problems, slotOf } from '#experiments/problems.ts'
import { RunAllFile } from './run-all-file.ts'
import {
  newPlan,
  planState,
  secondsLeft,
  settingOf,
  slotsNeeded,
  type Plan,
  type PlanItem,
  type Timed,
} from './run-all-plan.ts'
import { RunAllTimes } from './run-all-times.ts'
import { RunError } from './run-error.ts'
import type { RunManager } from './run-manager.ts'
import type { RunStore } from './run-store.ts'
import { WriteQueue } from './write-queue.ts'

/** While so many runs wait the plan adds none: somebody else fills the queue. */
const mostWaiting = 50
/** Milliseconds between two reports of progress. */
const tellEvery = 250

/**
 * "Run all": carries a plan out as runs in the queue, a few at a time. The plan is in a file and says of each run
 * whether it is done, so that a lab that is killed goes on with it.
 */
export class RunAll {
  private readonly manager: RunManager
  private readonly file: RunAllFile
  private readonly times: RunAllTimes
  private readonly seed: () => number
  private readonly listeners = new Set<(state: RunAllState) => void>()
  private readonly steps = new WriteQueue()
  private plan: Plan | null = null
  private isClosing = false
  /** Somebody waits for the runs to end: those that are quick would let the next one begin for ever. */
  private isStopping = false
  /** Another lab has taken the plan over. */
  private isLost = false
  private tellTimer: NodeJS.Timeout | null = null
  private readonly stopListening: () => void

  /** `seed`: the one that forms start with now. */
  constructor(manager: RunManager, store: RunStore, seed: () => number = () => usualSeed) {
    this.manager = manager
    this.seed = seed
    this.file = new RunAllFile(store, () => this.lost())
    this.times = new RunAllTimes(manager)
    this.stopListening = manager.listen({
      changed: (run) => this.changed(run),
      deleted: () => undefined,
      progressed: (id) => {
        if (this.itemOf(id)) this.tell()
      },
      counted: () => undefined,
    })
  }

  listen(listener: (state: RunAllState) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Reads the plan that is kept. One that a lab which has ended was carrying out goes on where `mayGoOn`. */
  async open(mayGoOn: boolean): Promise<void> {
    const kept = await this.kept()
    // One that another lab carries out goes on there.
    if (mayGoOn && kept?.status === 'running') await this.resume().catch(() => undefined)
  }

  /** Where the plan stands; null where there is none. */
  async state(): Promise<RunAllState | null> {
    await this.kept()
    return this.plan && this.stateOf(this.plan)
  }

  /** The plan, as another lab may have changed it since. */
  private async kept(): Promise<Plan | null> {
    if (this.file.isHeld) return this.plan
    const plan = await this.file.read()
    if (!this.file.isHeld) this.plan = plan
    return this.plan
  }

  /** How many runs a plan would have, and the seconds that it would take; null where that is not known. */
  async expect(order: RunAllOrder): Promise<{ runs: number; seconds: number | null }> {
    await this.manager.library.load()
    const plan = newPlan(problems, order, 'expected', this.seed())
    return { runs: plan.items.length, seconds: secondsLeft(this.timed(plan), this.manager.live.places) }
  }

  /** Begins a new plan in the place of the one before. Throws RunError where that is under way, here or in another lab. */
  async start(order: RunAllOrder): Promise<RunAllState> {
    if (slotsNeeded(problems, order.problems).length === 0)
      throw new RunError(
        `There is nothing to run for problem ${order.problems?.join(', ') ?? ''}; there are problems ${problems.map(({ number }) => number).join(', ')}.`,
        'problems',
      )
    return this.begin(() => newPlan(problems, order, `all-${Date.now().toString(36)}`, this.seed()))
  }

  /** Goes on with the plan: what is done stays, what was stopped or has failed is run again, or taken up. */
  async resume(): Promise<RunAllState> {
    const kept = await this.kept()
    if (!kept) throw new RunError('There is nothing to go on with; start "Run all" first.')
    return this.begin(() => ({
      ...kept,
      status: 'running',
      items: kept.items.map((item) =>
        item.status === 'done' ? item : { ...item, status: 'waiting', problem: null },
      ),
    }))
  }

  private async begin(make: () => Plan): Promise<RunAllState> {
    await this.manager.library.load()
    return this.steps.run(async () => {
      if (this.plan?.status === 'running' && this.file.isHeld)
        throw new RunError('"Run all" is already at work; stop it first.')
      if (!(await this.file.take()))
        throw new RunError('"Run all" is at work in another Lab 182 that is open; stop it there.')
      this.isLost = false
      const plan = make()
      await this.file.write(plan).catch(async (error: unknown) => {
        // Another lab may begin: nothing is at work here.
        await this.file.release()
        throw error
      })
      this.plan = plan
      await this.fill()
      return this.stateOf(this.plan)
    })
  }

  /** Stops what it runs; nothing more is started. Resolves when that has ended. Throws RunError where another lab runs it. */
  async stop(): Promise<void> {
    if ((await this.kept())?.status !== 'running') return
    if (!this.file.isHeld)
      throw new RunError(
        '"Run all" is at work in another Lab 182, or was when that ended; stop it there, or go on here.',
      )
    this.isStopping = true
    const stopped = await this.steps.run(async () => {
      this.isStopping = false
      if (this.plan?.status !== 'running') return [] // it has come to its end
      const current = this.current()
      this.plan = { ...this.plan, status: 'stopped' }
      for (const item of current) this.put(item, { status: 'waiting' })
      // The last of them first, so that none that waits begins meanwhile.
      for (const { run } of current.toReversed()) this.stopRun(run)
      await this.save()
      await this.file.release()
      return current
    })
    for (const { run } of stopped) await this.manager.live.ended(run ?? '')
    this.tell()
  }

  /** Another lab carries the plan out: what runs here for it ends, so that nothing is done twice. */
  private lost(): void {
    this.isLost = true
    if (!this.plan) return
    const current = this.current()
    this.plan = { ...this.plan, status: 'stopped' }
    for (const { run } of current.toReversed()) this.stopRun(run)
    this.tell()
  }

  /** The lab closes: the plan stays as it is, and goes on when the lab is opened again. */
  async close(): Promise<void> {
    this.isClosing = true
    this.stopListening()
    if (this.tellTimer) clearTimeout(this.tellTimer)
    await this.steps.run(() => this.file.release().catch(() => undefined))
  }

  private changed(run: RunHead): void {
    if (this.itemOf(run.id)) this.tell()
    // Also somebody else's run may leave room in the queue.
    if (!isLive(run.status) && this.plan?.status === 'running' && this.file.isHeld)
      void this.steps.run(() => this.fill())
  }

  /** Takes note of runs that have ended, and starts what comes next as far as there are places for it. */
  private async fill(): Promise<void> {
    if (this.isClosing || this.plan?.status !== 'running') return
    const before = this.plan
    for (;;) {
      // Another lab has taken the plan over; what it does is not to be done twice.
      if (this.isClosing || !this.file.isHeld) return
      for (const item of this.current()) this.settle(item)
      const next = this.mayStart() ? this.plan.items.find(({ status }) => status === 'waiting') : undefined
      if (!next) break
      await this.carryOut(next)
    }
    if (this.plan.items.every(({ status }) => status === 'done' || status === 'failed'))
      this.plan = { ...this.plan, status: 'ended' }
    if (this.plan === before) return
    await this.save()
    if (this.plan.status === 'ended') await this.file.release()
    this.tell()
  }

  /** Takes note of the end of a run, if it has ended. */
  private settle(item: PlanItem): void {
    const run = this.head(item)
    if (run && isLive(run.status)) return
    if (run?.status === 'completed') return this.put(item, { status: 'done' })
    const problem = run ? (run.problem ?? `Its run ended as "${run.status}".`) : 'Its run was deleted.'
    this.put(item, { status: 'failed', problem: problem.slice(0, 600) })
  }

  private mayStart(): boolean {
    if (this.isStopping) return false
    const waiting = this.manager.liveRuns().filter(({ status }) => status === 'queued').length
    return this.current().length < this.manager.live.places && waiting < mostWaiting
  }

  /** Starts the run of an item, takes it up, or takes note that it has completed. */
  private async carryOut(item: PlanItem): Promise<void> {
    try {
      const run = (await this.taken(item)) ?? (await this.started(item))
      this.put(item, { run: run.id, status: run.status === 'completed' ? 'done' : 'begun' })
    } catch (error) {
      this.put(item, { status: 'failed', problem: (error as Error).message.slice(0, 600) })
    }
  }

  /** The run that an item had before, where it completed or can go on. */
  private async taken({ run }: PlanItem): Promise<RunHead | null> {
    const known = run === null ? null : await this.manager.summary(run).catch(() => null)
    if (!known || known.trashedAt !== null) return null
    if (known.status === 'completed') return headOf(known)
    return isResumable(known) ? this.manager.resume(known.id, null) : null
  }

  private async started({ part, slot, seed, group }: PlanItem): Promise<RunHead> {
    const declared = slotOf({ part, slot })
    if (!declared || !this.plan) throw new RunError(`This lab has no part "${part}" with a slot "${slot}".`)
    const params = settingOf(declared, this.plan.setting)
    return this.manager.start(
      { part, slot, seed, params: params as RunHead['request']['params'], engine: 'auto' },
      { isPaused: false, stepsPerSecond: null, ...(group ? { group } : {}) },
    )
  }

  private stopRun(run: string | null): void {
    try {
      if (run !== null) this.manager.control(run, 'stop')
    } catch {
      // it has ended since
    }
  }

  /** The run of an item as it is now; null where it has none, or it was deleted. */
  private head({ run }: PlanItem): RunHead | null {
    return run === null ? null : this.manager.headOrNull(run)
  }
  private current = (): PlanItem[] => this.plan?.items.filter(({ status }) => status === 'begun') ?? []
  private itemOf(run: string): PlanItem | undefined {
    return this.plan?.items.find((item) => item.run === run)
  }

  private put(item: PlanItem, change: Partial<PlanItem>): void {
    const is = ({ part, slot, seed }: PlanItem): boolean =>
      part === item.part && slot === item.slot && seed === item.seed
    if (!this.plan) return
    const items = this.plan.items.map((other) => (is(other) ? { ...other, ...change } : other))
    this.plan = { ...this.plan, items }
  }

  /** On a full disk the runs are there all the same; only a restart would not know which of them are done. */
  private async save(): Promise<void> {
    if (this.plan && !this.isClosing) await this.file.write(this.plan).catch(() => undefined)
  }

  private stateOf(plan: Plan): RunAllState {
    const state = planState(plan, this.timed(plan), this.manager.live.places)
    return this.isLost ? { ...state, failures: [planLost, ...state.failures].slice(0, 20) } : state
  }
  private timed({ items, setting }: Plan): Timed[] {
    return items.map((item) =>
      this.times.timed(item, setting, item.status === 'begun' ? this.head(item) : null),
    )
  }

  /** At most about four times a second. */
  private tell(): void {
    if (this.isClosing) return
    this.tellTimer ??= setTimeout(() => {
      this.tellTimer = null
      const state = this.plan && this.stateOf(this.plan)
      if (state) for (const listener of this.listeners) listener(state)
    }, tellEvery)
  }
}
