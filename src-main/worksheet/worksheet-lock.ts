import { mkdir } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { ClaimLostError, ClaimTakenError, findClaim, takeClaim, type HeldClaim } from '#runs/claim.ts'
import { ClaimWatch } from '#runs/claim-watch.ts'
import { RunError } from '#runs/run-error.ts'

/** Milliseconds after which a save no longer waits for another lab's. */
const patience = 10_000
const longestPause = 20

/**
 * Lets one lab at a time change a folder, on this machine or another: a claim (runs/claim.ts) is held for the few
 * milliseconds of a change. One whose process is gone is taken over.
 */
export class FolderLock {
  private readonly watch: ClaimWatch
  private readonly patience: number

  constructor(watch = new ClaimWatch(), patienceInMilliseconds = patience) {
    this.watch = watch
    this.patience = patienceInMilliseconds
  }

  /**
   * Carries the task out while no other lab has `folder`, whose parent must be there. The task asks `assertOurs` right
   * before it writes; where the claim was lost meanwhile, all begins anew. Rejects with RunError where another lab does
   * not let go, else with the task's or the file system's error.
   */
  async run<T>(folder: string, task: (claim: HeldClaim) => Promise<T>): Promise<T> {
    for (;;) {
      const claim = await this.take(folder)
      try {
        return await task(claim)
      } catch (error) {
        if (!(error instanceof ClaimLostError)) throw error
      } finally {
        await claim.release().catch(() => undefined) // its folder may have been moved away
      }
    }
  }

  private async take(folder: string): Promise<HeldClaim> {
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    const from = performance.now()
    for (let pause = 2; ; pause = Math.min(longestPause, 2 * pause)) {
      const found = await findClaim(folder)
      // Each number is watched for itself: a lab that saves often makes claims that look alike.
      const name = `${folder} ${found?.number ?? 0}`
      if (found === null || this.watch.state(name, found) === 'free') {
        this.watch.forget(name)
        try {
          return await takeClaim(folder, found)
        } catch (error) {
          if (!(error instanceof ClaimTakenError)) throw error
        }
      }
      if (performance.now() - from > this.patience)
        throw new RunError(
          'Another Lab 182 is saving this worksheet and does not finish; try again in half a minute.',
          'worksheet',
        )
      await wait(pause)
    }
  }
}
