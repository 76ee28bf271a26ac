import { saveSentence } from './save-sentence.ts'

/** What the lab answered to a save: kept, or refused because somebody else had saved since. */
export type SaveAnswer<Stored> =
  { readonly kind: 'saved'; readonly stored: Stored } | { readonly kind: 'conflict'; readonly theirs: Stored }

interface DraftOwner<Content, Stored> {
  contentOf(stored: Stored): Content
  isSame(a: Content, b: Content): boolean
  /** Rejects with the reason when the lab does not keep it. */
  save(content: Content, base: number): Promise<SaveAnswer<Stored>>
}

/** How long typing pauses before it is saved, in milliseconds. */
const pauseBeforeSaving = 400

/**
 * Something typed that the lab keeps: what stands on the page, what the lab has of it, and the way between the two. One
 * save is under way at a time. What could not be saved stays on the page; what somebody else saved meanwhile is shown
 * beside it and never overwritten unseen.
 */
export class Draft<Content, Stored extends { readonly revision: number }> {
  content: Content = $state.raw() as Content
  stored: Stored = $state.raw() as Stored
  /** The later change of somebody else that this one did not know; null while there is none. */
  theirs = $state.raw<Stored | null>(null)
  /** Why the last save did not succeed, one sentence. */
  problem = $state<string | null>(null)
  isSaving = $state(false)
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> | null = null
  /** Somebody waits for the text that was typed while a save was under way. */
  private isUrgent = false
  /** What arrived while a save was under way: it may be that save itself. */
  private arrived: Stored | null = null
  /** What was sent last: who meets it again meets nobody else's words. */
  private sent: Content | null = null
  private readonly owner: DraftOwner<Content, Stored>

  constructor(stored: Stored, owner: DraftOwner<Content, Stored>) {
    this.owner = owner
    this.stored = stored
    this.content = owner.contentOf(stored)
  }

  /** Something on the page is not kept yet. */
  readonly isDirty: boolean = $derived.by(
    () => !this.owner.isSame(this.content, this.owner.contentOf(this.stored)),
  )

  edit(content: Content): void {
    this.content = content
    if (this.isDirty && this.theirs === null) this.schedule()
  }

  /** Saves what has not been saved; resolves when it is kept, refused or in conflict. Never rejects. */
  async save(): Promise<void> {
    clearTimeout(this.timer)
    if (this.running) {
      this.isUrgent = true
      return this.running
    }
    if (!this.isDirty || this.theirs !== null) return
    this.running = this.saveAll()
    await this.running
  }

  /**
   * The page may be gone in a moment: what stands here is sent now, also behind a save whose answer is not here yet. The
   * lab takes it: nobody but this page wrote in between.
   */
  flush(): void {
    if (!this.running) return void this.save()
    const { content } = this
    if (this.theirs !== null || (this.sent !== null && this.owner.isSame(content, this.sent))) return
    this.sent = content
    this.owner.save(content, this.stored.revision).then(
      (answer) => {
        if (answer.kind === 'saved') this.receive(answer.stored)
      },
      () => undefined, // it is still dirty, and saved again where the page lives on
    )
  }

  /**
   * The lab has this now, by a change that may have been made elsewhere. `isOfNewLine`: the lab is perhaps another one
   * and has gone back to a backup, so that an older revision counts as well.
   */
  receive(stored: Stored, isOfNewLine = false): void {
    if (this.running) {
      if (this.arrived === null || stored.revision >= this.arrived.revision) this.arrived = stored
    } else if (isOfNewLine || stored.revision >= (this.theirs ?? this.stored).revision) this.meet(stored)
  }

  /** Ends a conflict: `content` becomes the text, saved over the change that was shown. */
  resolve(content: Content): void {
    if (this.theirs === null) return
    this.stored = this.theirs
    this.theirs = null
    this.content = content
    void this.save()
  }

  private schedule(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.save(), pauseBeforeSaving)
  }

  private async saveAll(): Promise<void> {
    this.isSaving = true
    try {
      do {
        this.isUrgent = false
        this.sent = this.content
        const answer = await this.owner.save(this.content, this.stored.revision)
        this.problem = null
        if (answer.kind === 'saved') this.stored = answer.stored
        else this.meet(answer.theirs)
      } while (this.isUrgent && this.isDirty && this.theirs === null)
    } catch (error) {
      this.problem = saveSentence(error)
    } finally {
      this.isSaving = false
      this.running = null
    }
    this.takeArrived()
    if (this.isDirty && this.theirs === null && this.problem === null) this.schedule()
  }

  private takeArrived(): void {
    const { arrived } = this
    this.arrived = null
    if (arrived !== null) this.receive(arrived)
  }

  /** Brings what the lab has and what stands here together. */
  private meet(stored: Stored): void {
    const { contentOf, isSame } = this.owner
    const [here, there] = [this.content, contentOf(stored)]
    const isOnlyHere =
      isSame(there, contentOf(this.stored)) || (this.sent !== null && isSame(there, this.sent))
    if (isSame(here, there) || isOnlyHere || !this.isDirty) {
      const hadTyped = this.isDirty
      this.theirs = null
      this.stored = stored
      if (!hadTyped) this.content = there
    } else this.theirs = stored
  }
}
