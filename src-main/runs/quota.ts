import type { Quota } from '#contract/policy.ts'
import { formatMegabytes } from '#text/bytes.ts'
import { counted } from '#text/words.ts'
import { RunError } from './run-error.ts'

/** What the runs of a data folder come to; the trash takes room on the disk, and its runs do not count. */
export interface Totals {
  readonly runs: number
  readonly bytes: number
}

const remedy = 'delete runs and empty the trash, or ask the administrator'

/** Throws RunError, in a sentence, where `more` runs would be over what an administrator allows. */
export function refuseOverQuota(quota: Quota, { runs, bytes }: Totals, more: number): void {
  if (quota.runs !== null && runs + more > quota.runs)
    throw new RunError(
      `This lab’s policy allows ${counted(quota.runs, 'run')}, and there are ${runs}; ${remedy}.`,
    )
  if (quota.bytes !== null && bytes >= quota.bytes)
    throw new RunError(
      `This lab’s policy allows ${formatMegabytes(quota.bytes, 0)} of runs, and there are ${formatMegabytes(bytes)}; ${remedy}.`,
    )
}
