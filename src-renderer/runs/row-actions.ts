import type { RunHead } from '#contract/run-head.ts'

/** What the rows of the run table can have done; the page carries it out. */
export interface RowActions {
  /** False where this lab does not have the part of the run. */
  canOpen(run: RunHead): boolean
  open(run: RunHead): void
  rerun(run: RunHead): void
  rename(run: RunHead, name: string): void
  editNote(run: RunHead): void
  pin(run: RunHead): void
  /** To the trash; of a run in the trash, for good. */
  remove(runs: readonly RunHead[]): void
  restore(runs: readonly RunHead[]): void
}
