import { spreadByName, type Spread } from '#numeric/spread.ts'
import type { Slot } from '#experiments/part.ts'
import type { LabState } from './lab.svelte.ts'
import type { RunState } from './run.svelte.ts'

const seedOf = ({ head }: RunState): number => head.request.seed

/** The seeds that the shown run of a part is one of: their runs, and what a part draws and counts over them. */
export class SeedRuns {
  /** Every seed's own curve is drawn too. */
  isEachShown = $state(false)
  private readonly lab: LabState
  private readonly slot: Slot
  private readonly shown: () => RunState | null
  /** What the lab said of a group, by seed; the runs themselves are the lab's. */
  private listed = $state.raw<{ readonly group: string; readonly ids: readonly string[] } | null>(null)

  constructor(lab: LabState, slot: Slot, shown: () => RunState | null) {
    this.lab = lab
    this.slot = slot
    this.shown = shown
  }

  /** The group of the shown run; null where it was started alone. */
  readonly group: string | null = $derived.by(() => this.shown()?.head.group?.id ?? null)

  /** Ids of its runs: those that the lab listed, and those that were started since. One string, as it changes seldom. */
  private readonly ids: string = $derived.by(() => {
    const { group, listed } = this
    if (group === null || listed?.group !== group) return ''
    const since = [...this.lab.runs.values()].filter(
      ({ id, head }) => head.group?.id === group && !listed.ids.includes(id),
    )
    return [...listed.ids, ...since.map(({ id }) => id)].join(' ')
  })
  /** Its runs by seed, of one that was interrupted and run again the newer; empty where there is none, and until the lab has listed them. */
  readonly runs: readonly RunState[] = $derived.by(() => {
    const runs = this.ids.split(' ').flatMap((id) => this.lab.runs.get(id) ?? [])
    return runs
      .sort((a, b) => seedOf(a) - seedOf(b) || (a.id < b.id ? -1 : 1))
      .filter((run, at, all) => at + 1 === all.length || seedOf(run) !== seedOf(all[at + 1] ?? run))
  })
  readonly completed: readonly RunState[] = $derived(
    this.runs.filter(({ head }) => head.status === 'completed'),
  )
  get isLive(): boolean {
    return this.runs.some((run) => run.isLive)
  }

  /** Mean, standard deviation and range of each number over the runs that completed; null without a group. */
  readonly spreads: ReadonlyMap<string, Spread> | null = $derived.by(() => {
    if (this.runs.length === 0) return null
    const numbers = this.slot.values.filter(({ kind }) => kind === 'number').map(({ id }) => id)
    return spreadByName(
      numbers,
      this.completed.map(({ values }) => values),
    )
  })

  /** "183 to 190", or the seeds one by one where some are missing. */
  readonly seedWords: string = $derived.by(() => {
    const seeds = this.runs.map(seedOf)
    const [first = 0, last = 0] = [seeds[0], seeds.at(-1)]
    return last - first + 1 === seeds.length && seeds.length > 2 ? `${first} to ${last}` : seeds.join(', ')
  })

  /** Takes over the runs of a group that was just started, or listed. */
  take(group: string, runs: readonly { readonly id: string }[]): void {
    this.listed = { group, ids: runs.map(({ id }) => id) }
  }

  /** Asks the lab for the runs of the shown run's group, unless they are known. */
  async load(): Promise<void> {
    const { group } = this
    if (group === null || this.listed?.group === group) return
    const heads = await this.lab.request('group.list', { group })
    for (const head of heads) this.lab.look(head)
    if (this.group === group) this.take(group, heads)
  }

  async stop(): Promise<void> {
    const { group } = this
    if (group !== null) await this.lab.attempt(() => this.lab.request('group.stop', { group }))
  }
  /** Deletes all runs of the group; the part shows another run then. */
  async delete(): Promise<void> {
    const { group } = this
    if (group !== null) await this.lab.attempt(() => this.lab.request('group.delete', { group }))
  }
}
