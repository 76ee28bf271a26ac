import type { LabEvent, ReplyTo } from '#contract/messages.ts'
import type { Link, LinkRequest, LinkState, Worksheet, WorksheetHead } from '#contract/worksheet.ts'
import { problems as builtProblems } from '#experiments/problems.ts'
import { cellPlaces, type CellPlace } from '#worksheet/pure/cells.ts'
import { progressOf, type Progress } from '#worksheet/pure/progress.ts'
import { SvelteMap } from 'svelte/reactivity'
import { cellDraft, emptyCell, type CellContent, type CellDraft } from './cell-content.ts'
import { FileAddresses, sendFile } from './files.ts'
import { KeptLinks } from './kept-links.svelte.ts'
import { logDraft, type LogDraft } from './log-content.ts'
import { joinedTicks, ticksOf, type Ticks } from './ticks.ts'
import { soon } from './soon.ts'
import { askWorksheet, type WorksheetLab } from './worksheet-lab.ts'
import { withWords } from './lab-links.ts'

type States = ReplyTo<'worksheet.states'>

const usualWorksheet = 'mine'
const nothing: CellContent = { text: '', isSkipped: false }
const key = 'lab182.worksheet'

/** The worksheet as the page knows it: its cells as they are typed, the homework log, and how far everything is. */
export class WorksheetState {
  /** As the lab gave it last; its cells and log are older than `draft` and `log`. Null until it is open. */
  sheet = $state.raw<Worksheet | null>(null)
  heads = $state.raw<readonly WorksheetHead[]>([])
  /** What the lab said when it opened the worksheet (restored from a backup ...). */
  notice = $state<string | null>(null)
  isReadOnly = $state(false)
  /** Why the worksheet could not be opened or changed, one sentence. */
  problem = $state<string | null>(null)
  log = $state.raw<LogDraft | null>(null)
  /** The cell that is being written; one at a time. */
  editing = $state<string | null>(null)
  private states = $state.raw<States>({ cells: {}, slots: {} })
  readonly kept = new KeptLinks()
  readonly places: readonly CellPlace[] = cellPlaces(builtProblems)
  readonly files: FileAddresses
  private readonly drafts = new SvelteMap<string, CellDraft>()
  private readonly lab: WorksheetLab
  private readonly reload = soon(() => this.read(false), 150)
  private readonly refresh = soon(() => this.readStates(), 300)

  constructor(lab: WorksheetLab) {
    this.lab = lab
    this.files = new FileAddresses(lab)
    lab.listen((event) => this.hear(event))
  }

  /** The line to the lab stands: the worksheet is opened, or met again, and what was not saved is saved. */
  async connected(): Promise<void> {
    await this.read(true)
    await this.saveAll()
  }

  /** Sends everything typed at once, waiting for nothing: the page is hidden or left, and may be gone in a moment. */
  flush(): void {
    for (const draft of [...this.drafts.values(), ...(this.log ? [this.log] : [])]) draft.flush()
  }

  /** Saves everything typed at once. */
  async saveAll(): Promise<void> {
    await Promise.all([...this.drafts.values(), ...(this.log ? [this.log] : [])].map((draft) => draft.save()))
  }

  draft(cell: string): CellDraft | undefined {
    return this.drafts.get(cell)
  }
  content(cell: string): CellContent {
    return this.drafts.get(cell)?.content ?? nothing
  }
  links(cell: string): Readonly<Record<string, Link>> {
    return (this.drafts.get(cell)?.stored ?? emptyCell).links
  }
  linkStates(cell: string): Readonly<Record<string, LinkState>> {
    return this.states.cells[cell] ?? {}
  }
  /** The run that fills a slot. */
  filled(slot: string): States['slots'][string] {
    return this.states.slots[slot] ?? null
  }
  /** Some text on the page is not kept by the lab. */
  get isUnsaved(): boolean {
    return (
      (this.log?.isDirty ?? false) ||
      [...this.drafts.values()].some(({ isDirty, theirs }) => isDirty || theirs)
    )
  }

  ticks(place: CellPlace): Ticks {
    const { id } = place
    const isKept = (link: string, run: string): boolean => this.isKept(id, link, run)
    return ticksOf(place, this.content(id), this.linkStates(id), this.states.slots, isKept)
  }
  ticksOfPart(part: string): Ticks {
    return joinedTicks(
      this.places.filter((place) => place.part.id === part).map((place) => this.ticks(place)),
    )
  }
  readonly progress: Progress = $derived.by(() =>
    progressOf(
      this.places.map((place) => ({
        isOptional: place.isOptional,
        isAnswered: this.content(place.id).text.trim() !== '',
      })),
    ),
  )

  /** Opens another worksheet; refused while something typed in this one is not saved. */
  async switchTo(id: string): Promise<void> {
    await this.saveAll()
    if (this.isUnsaved) {
      this.problem = 'Something typed in this worksheet is not saved yet, so it stays open.'
      return
    }
    this.editing = null
    await this.read(false, id)
  }
  async create(name: string): Promise<void> {
    await this.attempt(async () => {
      const { id } = await askWorksheet(this.lab, 'create', { name })
      await this.switchTo(id)
    })
  }
  /** Moves the open worksheet to the trash folder; the one that is usual, made anew where it is gone, opens. */
  async delete(): Promise<void> {
    const { sheet } = this
    if (!sheet) return
    await this.attempt(async () => {
      await this.saveAll()
      await askWorksheet(this.lab, 'delete', { worksheet: sheet.id })
      this.editing = null
      const heads = await askWorksheet(this.lab, 'list', {})
      const next = heads.find(({ id, problem }) => id !== sheet.id && problem === null)
      this.take(await askWorksheet(this.lab, 'open', { worksheet: next?.id ?? usualWorksheet }), false)
      this.heads = await askWorksheet(this.lab, 'list', {})
      this.notice = `“${sheet.name}” is in the trash folder of the worksheets.`
    })
    this.refresh()
  }
  async change(change: {
    readonly name?: string
    readonly student?: Worksheet['student']
    readonly isTimed?: boolean
    readonly choose?: { readonly slot: string; readonly run: string | null }
  }): Promise<void> {
    const { sheet } = this
    if (!sheet) return
    await this.attempt(async () => {
      this.sheet = await askWorksheet(this.lab, 'change', { worksheet: sheet.id, ...change })
      this.refresh()
    })
  }
  /** Adds active time; lost time is no matter, so nothing is said when it fails. */
  async addTime(problem: number, seconds: number): Promise<void> {
    const { sheet } = this
    if (!sheet?.isTimed) return
    try {
      await askWorksheet(this.lab, 'addTime', { worksheet: sheet.id, problem, seconds })
      const before = this.sheet?.activeSeconds[problem] ?? 0
      if (this.sheet?.id !== sheet.id) return
      const activeSeconds = { ...this.sheet.activeSeconds, [problem]: before + seconds }
      this.sheet = { ...this.sheet, activeSeconds }
    } catch {
      // It is a suggestion for the hours, no more.
    }
  }

  /** Binds something measured, or a picture, to a cell. Rejects with a sentence. */
  async link(
    cell: string,
    link: LinkRequest,
    replace: string | null,
  ): Promise<{ readonly id: string; readonly link: Link }> {
    const worksheet = this.open().id
    const linked = await askWorksheet(this.lab, 'link', { worksheet, cell, link, replace })
    this.drafts.get(cell)?.receive(linked.cell)
    this.refresh()
    return linked
  }
  /** Sends a picture or a chart to the worksheet's folder and resolves with its name there. */
  send(kind: 'png' | 'jpg' | 'webp' | 'svg', bytes: Uint8Array): Promise<string> {
    return sendFile(this.lab, this.open().id, kind, bytes)
  }
  /** Takes the newer run's number or table; words of the number that the student has edited stay. */
  async update(cell: string, id: string): Promise<void> {
    const old = this.links(cell)[id]
    const newer = this.linkStates(cell)[id]?.newer
    if (!newer || (old?.kind !== 'value' && old?.kind !== 'table')) return
    const { value } = old
    const request: LinkRequest =
      old.kind === 'value'
        ? { kind: 'value', run: newer.run, value, at: old.at }
        : { kind: 'table', run: newer.run, value }
    await this.attempt(async () => {
      const { link } = await this.link(cell, request, id)
      if (old.kind !== 'value' || link.kind !== 'value') return
      const content = this.content(cell)
      this.drafts.get(cell)?.edit({ ...content, text: withWords(content.text, id, old, link) })
    })
  }
  keep(cell: string, link: string): void {
    const newer = this.linkStates(cell)[link]?.newer
    if (newer) this.kept.keep(this.open().id, cell, link, newer.run)
  }
  isKept(cell: string, link: string, newer: string): boolean {
    return this.kept.has(this.sheet?.id ?? '', cell, link, newer)
  }

  private open(): Worksheet {
    if (!this.sheet) throw new Error('The worksheet is not open yet; wait a moment.')
    return this.sheet
  }
  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action()
      this.problem = null
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error)
    }
  }

  /** Reads the worksheet: that of `id`, else the one that is open, or was last. */
  private async read(isOfNewLine: boolean, id = this.sheet?.id ?? lastOpened()): Promise<void> {
    await this.attempt(async () => {
      const opened = await askWorksheet(this.lab, 'open', { worksheet: id }).catch((error: unknown) => {
        // The one that was open last is gone or cannot be read.
        if (this.sheet || id === usualWorksheet) throw error
        return askWorksheet(this.lab, 'open', { worksheet: usualWorksheet })
      })
      // Behind it, because the first opening of all makes the worksheet.
      this.heads = await askWorksheet(this.lab, 'list', {})
      this.take(opened, isOfNewLine)
    })
    this.refresh()
  }
  private take({ worksheet, notice, isReadOnly }: ReplyTo<'worksheet.open'>, isOfNewLine: boolean): void {
    const isOther = this.sheet?.id !== worksheet.id
    this.sheet = worksheet
    this.isReadOnly = isReadOnly
    if (notice !== null || isOther) this.notice = notice
    if (isOther) {
      for (const { id } of this.places) this.drafts.set(id, cellDraft(this.lab, worksheet, id))
      this.log = logDraft(this.lab, worksheet)
      remember(worksheet.id)
      return
    }
    for (const [id, draft] of this.drafts) draft.receive(worksheet.cells[id] ?? emptyCell, isOfNewLine)
    this.log?.receive(worksheet.log, isOfNewLine)
  }
  private async readStates(): Promise<void> {
    const { sheet } = this
    if (!sheet) return
    try {
      this.states = await askWorksheet(this.lab, 'states', { worksheet: sheet.id })
    } catch {
      // Asked again when the lab is back.
    }
  }

  private hear(event: LabEvent): void {
    if (event.type === 'worksheet.changed') {
      if (event.worksheet === this.sheet?.id) this.reload()
    } else if (event.type === 'run.deleted' || event.type === 'run.census') this.refresh()
    else if (event.type === 'run.changed' && event.run.endedAt !== null) this.refresh()
  }
}

function lastOpened(): string {
  try {
    return localStorage.getItem(key) ?? usualWorksheet
  } catch {
    return usualWorksheet
  }
}
function remember(id: string): void {
  try {
    localStorage.setItem(key, id)
  } catch {
    // A page that may not keep anything opens the usual one.
  }
}
