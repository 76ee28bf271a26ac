import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { planLost } from '#contract/run-all.ts'
import { writeWhole } from '#files/whole-file.ts'
import { ClaimLostError, findClaim, takeClaim, type HeldClaim } from './claim.ts'
import { planSchema, type Plan } from './run-all-plan.ts'
import { RunError } from './run-error.ts'
import type { RunStore } from './run-store.ts'
import { WriteQueue } from './write-queue.ts'

const name = 'run-all'

/** Another lab carries the plan out. */
class PlanLostError extends RunError {
  constructor() {
    super(planLost)
    this.name = 'PlanLostError'
  }
}

/** The plan of "Run all" in the home folder: written whole, and by one lab at a time. */
export class RunAllFile {
  private readonly store: RunStore
  private readonly folder: string
  private readonly path: string
  private readonly writes = new WriteQueue()
  private claim: HeldClaim | null = null
  private wasLost = false
  private readonly onLost: () => void

  /** `onLost` is called when another lab has taken the plan over, which was this lab's. */
  constructor(store: RunStore, onLost: () => void) {
    this.onLost = onLost
    this.store = store
    this.folder = join(store.home, name)
    this.path = join(this.folder, `${name}.json`)
  }

  /** The plan is this lab's. */
  get isHeld(): boolean {
    return this.claim !== null
  }

  /** The plan; null where there is none, or none that this version can read. */
  async read(): Promise<Plan | null> {
    try {
      return planSchema.parse(JSON.parse(await readFile(this.path, 'utf8')))
    } catch {
      return null
    }
  }

  /** True once the plan is this lab's: no other lab that may live carries it out. Rejects with the file system's error. */
  async take(): Promise<boolean> {
    if (this.claim) return true
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const found = await findClaim(this.folder)
    if (found && !this.store.isFree(name, found)) return false
    const claim = await takeClaim(this.folder, found).catch(() => null)
    claim?.keep(() => this.lost())
    this.claim = claim
    this.wasLost = false
    return claim !== null
  }

  private lost(): void {
    if (!this.claim) return
    this.claim = null
    this.wasLost = true
    this.onLost()
  }

  /** Writes the plan. Throws RunError where the disk takes nothing, and PlanLostError where it is another lab's by now. */
  write(plan: Plan): Promise<void> {
    return this.writes.run(async () => {
      await this.assertOurs()
      await writeWhole(this.path, `${JSON.stringify(plan, null, 1)}\n`).catch((error: Error) => {
        throw new RunError(
          `The plan of "Run all" cannot be written to ${this.path} (${error.message}); free some space, or give the lab write permission, and try again.`,
        )
      })
    })
  }

  /** Before every write: what another lab does now is not written over. */
  private async assertOurs(): Promise<void> {
    try {
      await this.claim?.assertOurs()
    } catch (error) {
      if (!(error instanceof ClaimLostError)) throw error
      this.lost()
    }
    if (!this.claim && this.wasLost) throw new PlanLostError()
  }

  /** Lets another lab have it. */
  async release(): Promise<void> {
    await this.writes.run(() => Promise.resolve())
    await this.claim?.release()
    this.claim = null
  }
}
