import type { RunHead } from '#contract/run-head.ts'
import { isLive } from '#contract/runs.ts'
import { agree, counted } from '#text/words.ts'
import type { LabState } from '../lab/lab.svelte.ts'

/** Requests on their way at once. */
const together = 8

/** Does something to each run, a few at a time; returns the ids for which it was done, and the first sentence of a refusal. */
async function each(
  ids: readonly string[],
  act: (id: string) => Promise<unknown>,
): Promise<{ readonly done: readonly string[]; readonly problem: string | null }> {
  const done: string[] = []
  let problem: string | null = null
  for (let at = 0; at < ids.length; at += together)
    await Promise.all(
      ids.slice(at, at + together).map((id) =>
        act(id).then(
          () => done.push(id),
          (error: unknown) => (problem ??= error instanceof Error ? error.message : String(error)),
        ),
      ),
    )
  return { done, problem }
}

/** What this page moved to the trash, so that it can be taken back for as long as the page is open. */
class Deletions {
  /** The runs of each deletion, the latest last. */
  private batches = $state.raw<readonly (readonly string[])[]>([])

  /** How many runs the latest deletion moved; null where there is nothing to take back. */
  get latest(): number | null {
    return this.batches.at(-1)?.length ?? null
  }

  /** Moves runs to the trash; those under way stay, and the notice says so. */
  async trash(lab: LabState, runs: readonly RunHead[]): Promise<void> {
    const ended = runs.filter(({ status }) => !isLive(status)).map(({ id }) => id)
    const underWay = runs.length - ended.length
    const { done, problem } = await each(ended, (id) => lab.delete(id))
    this.moved(done)
    if (problem !== null) lab.notice = problem
    else if (underWay > 0)
      lab.notice = `${counted(underWay, 'run')} ${agree(underWay, 'is', 'are')} under way and ${agree(underWay, 'was', 'were')} not deleted. Stop ${agree(underWay, 'it', 'them')} first.`
  }

  /** These have been moved to the trash, and can be taken back together. */
  moved(ids: readonly string[]): void {
    if (ids.length > 0) this.batches = [...this.batches, ids]
  }

  /** Takes the latest deletion back. */
  async undo(lab: LabState): Promise<void> {
    const latest = this.batches.at(-1)
    if (!latest) return
    this.batches = this.batches.slice(0, -1)
    await this.restore(lab, latest)
  }

  async restore(lab: LabState, ids: readonly string[]): Promise<void> {
    const { done, problem } = await each(ids, (id) => lab.restore(id))
    this.forget(done)
    if (problem !== null) lab.notice = problem
  }

  /** Removes runs in the trash for good. */
  async remove(lab: LabState, ids: readonly string[]): Promise<void> {
    const { done, problem } = await each(ids, (id) => lab.delete(id, true))
    this.forget(done)
    if (problem !== null) lab.notice = problem
  }

  async empty(lab: LabState): Promise<void> {
    await lab.attempt(() => lab.request('run.emptyTrash', {}))
    this.batches = []
  }

  /** The offer to take the latest deletion back is not shown any more. */
  dismiss(): void {
    this.batches = []
  }

  private forget(ids: readonly string[]): void {
    const gone = new Set(ids)
    this.batches = this.batches
      .map((batch) => batch.filter((id) => !gone.has(id)))
      .filter((batch) => batch.length > 0)
  }
}

export const deletions = new Deletions()
