import type { RequestOf } from '#contract/messages.ts'

type Save = RequestOf<'worksheet.saveCell'> | RequestOf<'worksheet.saveLog'>
interface Saved {
  /** Null: nothing is written. */
  readonly next: unknown
  readonly answer: { readonly kind: string }
}

/**
 * The saves of one page. A page that is about to close sends its last words behind a save whose answer it has not seen,
 * typed over the revision that it knew. That is no conflict where every revision since is this page's own.
 */
export class OwnSaves {
  /** Of each text the revisions that this page wrote without anybody in between: the one before them, and the last. */
  private readonly chains = new Map<string, { readonly before: number; readonly last: number }>()

  /** Carries out `save` over the revision that counts as its base; `revision` is what there is. */
  saved<T extends Saved>(request: Save, revision: number, save: (base: number) => T): T {
    const key = `${request.worksheet} ${request.type === 'worksheet.saveCell' ? request.cell : ''}`
    const chain = this.chains.get(key)
    const isOurs = chain !== undefined && chain.last === revision
    const isKnown = isOurs && request.base >= chain.before && request.base <= chain.last
    const changed = save(isKnown ? revision : request.base)
    if (changed.answer.kind === 'saved' && changed.next !== null)
      this.chains.set(key, { before: isOurs ? chain.before : revision, last: revision + 1 })
    return changed
  }
}
