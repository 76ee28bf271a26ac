import { newestFirst, type RunFilter, type RunSort } from '#contract/run-list.ts'
import { isLive, runStatusSchema, slotKey, type RunStatus } from '#contract/runs.ts'
import type { Slot } from '#experiments/part.ts'
import { problems } from '#experiments/problems.ts'

/** States as they are filtered by: what a person asks for. */
export const stateGroups: Readonly<Record<string, { readonly label: string; readonly status: RunStatus[] }>> =
  {
    live: { label: 'under way', status: runStatusSchema.options.filter(isLive) },
    completed: { label: 'completed', status: ['completed'] },
    stopped: { label: 'stopped', status: ['stopped'] },
    failed: { label: 'failed or interrupted', status: ['failed', 'interrupted'] },
  }

/** Milliseconds without a key after which what was typed is searched. */
const typingPause = 150

const slots = problems.flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList))

/** What the run table shows: search, filters and order. They stay while other pages are open. */
export class RunsView {
  /** As typed; searched a moment later. */
  private typedText = $state('')
  private searched = $state('')
  private timer: ReturnType<typeof setTimeout> | undefined
  /** The key of a slot, "problem-" and a number, or empty for all. */
  place = $state('')
  /** A key of `stateGroups`, or empty for all. */
  state = $state('')
  engine = $state('')
  isPinned = $state(false)
  isTrash = $state(false)
  sort: RunSort = $state.raw(newestFirst)

  get text(): string {
    return this.typedText
  }
  set text(text: string) {
    this.typedText = text
    clearTimeout(this.timer)
    this.timer = setTimeout(() => (this.searched = text.trim()), typingPause)
  }

  /** The slot that alone is listed; null where several are. */
  readonly slot: Slot | null = $derived(slots.find(({ key }) => key === this.place) ?? null)

  readonly filter: RunFilter = $derived.by(() => {
    const problem = /^problem-(\d+)$/.exec(this.place)?.[1]
    const status = stateGroups[this.state]?.status
    return {
      ...(problem !== undefined && { problem: Number(problem) }),
      ...(this.place !== '' && problem === undefined && { slot: this.address }),
      ...(status && { status }),
      ...(this.engine !== '' && { engine: this.engine }),
      ...(this.isPinned && { isPinned: true }),
      ...(this.isTrash && { isTrash: true }),
      ...(this.searched !== '' && { text: this.searched }),
    }
  })
  /** Anything but the trash keeps runs from the list. */
  readonly isFiltered: boolean = $derived(Object.keys(this.filter).some((name) => name !== 'isTrash'))

  /** The slot as requests name it; one that this lab does not have goes by its key. */
  private get address(): { part: string; slot: string } {
    if (this.slot) return { part: this.slot.part, slot: this.slot.id }
    const [part = '', ...rest] = this.place.split('-')
    return { part, slot: rest.join('-') || 'main' }
  }

  clear(): void {
    clearTimeout(this.timer)
    this.typedText = ''
    this.searched = ''
    this.place = ''
    this.state = ''
    this.engine = ''
    this.isPinned = false
  }

  /** Shows the runs of another slot or problem; an order that only the one before had gives way. */
  choosePlace(place: string): void {
    this.place = place
    const [kind, name] = this.sort.by.split(':')
    if (name === undefined) return
    const isKept =
      kind === 'value'
        ? this.slot?.values.some(({ id }) => id === name)
        : this.slot?.fields.some((field) => field.name === name)
    if (!isKept) this.sort = newestFirst
  }

  /** Sorts by this; once more turns the order around. */
  sortBy(by: RunSort['by']): void {
    const isDescending = this.sort.by === by ? !this.sort.isDescending : by === 'started'
    this.sort = { by, isDescending }
  }
}

export const runsView = new RunsView()

/** The slots that have runs, in the order of the homework. */
export const placesOf = (groups: readonly { readonly part: string; readonly slot: string }[]): string[] =>
  groups.map(slotKey).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
