import type { Params } from '#contract/fields.ts'
import { ParamsError } from '#contract/params.ts'
import type { Slot } from '#experiments/part.ts'
import type { BandClass } from '#experiments/p4-inductive-bias/pure/bands.ts'
import {
  countsOf,
  networksOf,
  seedOf,
  type Cell,
  type NetworkName,
  type SweepPlan,
} from '#experiments/p4-inductive-bias/pure/cells.ts'
import { dataTrack } from '#experiments/p4-inductive-bias/pure/snapshots.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import type { RunState } from '../../lab/run.svelte.ts'
import { whyUntrained } from './untrained.ts'
import { begunIn } from './cell-states.ts'
import { firstOf, previewOf } from './data-preview.ts'
import { SweepChoice } from './sweep-choice.svelte.ts'
import type { SnapshotSource } from './try-networks.ts'

interface SweepParams {
  readonly seeds: number
  readonly epochs: number
}

/** Parameters with their types; the defaults where this version refuses those of an older run. */
function typedOf<P>(slot: Slot<P>, given: Params): P {
  try {
    return slot.typed(given)
  } catch (error) {
    if (error instanceof ParamsError) return slot.typed({})
    throw error
  }
}

/** What the views of a slot share: its trainings, which of them are shown, and their data. */
export class SweepPart<P extends SweepParams = SweepParams> {
  readonly part: PartState
  readonly choice: SweepChoice
  private readonly read: (given: Params) => { readonly params: P; readonly plan: SweepPlan }

  /** `preferred`: the number of images per class shown at first, where the sweep has it. */
  constructor(
    part: PartState,
    slot: Slot<P>,
    planOf: (params: P) => SweepPlan,
    preferred: number | 'largest',
  ) {
    this.part = part
    this.choice = new SweepChoice(preferred)
    this.read = (given) => {
      const params = typedOf(slot, given)
      return { params, plan: planOf(params) }
    }
  }

  /** "4c". */
  get partId(): string {
    return this.part.slot.part
  }
  get run(): RunState | null {
    return this.part.run
  }
  private readonly asked = $derived.by(() => this.read(this.part.shownParams))
  readonly params: P = $derived.by(() => this.asked.params)
  readonly plan: SweepPlan = $derived.by(() => this.asked.plan)
  readonly cells: readonly Cell[] = $derived.by(() => this.plan.cells)
  readonly networks: readonly NetworkName[] = $derived.by(() => networksOf(this.cells))
  /** Every number of images per class that some network is trained on, smallest first. */
  readonly counts: readonly number[] = $derived.by(() => countsOf(this.cells))
  get classNames(): readonly BandClass[] {
    return this.plan.data.classes
  }
  readonly perClass: number = $derived.by(() =>
    this.choice.perClass(this.counts, begunIn(this.run, this.cells)),
  )
  readonly seedIndex: number = $derived.by(() => this.choice.seedIndex(this.params.seeds))
  /** The seed of the repetition shown. Derived, so that images are not drawn again whenever a run reports progress. */
  readonly seed: number = $derived.by(() => seedOf(this.firstSeed, this.seedIndex))
  /** Of the run, or of the one that would be started now. */
  get firstSeed(): number {
    return this.run?.head.request.seed ?? this.part.seed
  }
  /** The chosen trainings: one of each network, of one seed and number of images. */
  readonly chosen: readonly Cell[] = $derived.by(() =>
    this.cells.filter(
      ({ perClass, seedIndex }) => perClass === this.perClass && seedIndex === this.seedIndex,
    ),
  )
  private readonly preview: SnapshotSource = $derived.by(() =>
    previewOf(this.plan, this.seed, this.seedIndex),
  )
  /** Why a network of the shown run has nothing to show. */
  get whyUntrained(): string {
    return whyUntrained(this.run)
  }
  /** The run's arrays; of the data, what the page draws itself while there is no run. */
  get source(): SnapshotSource {
    // Not drawn before it is asked for: a run has it all on record.
    return firstOf(this.run, { latestSnapshot: (track, name) => this.preview.latestSnapshot(track, name) })
  }
  get dataTrack(): string {
    return dataTrack(this.seedIndex)
  }

  private readonly plans = new WeakMap<Params, SweepPlan>()
  /** The trainings of any run of this slot, for drawing it beside the shown one. */
  cellsOf(run: RunState): readonly Cell[] {
    const { params } = run.head.request
    const known = this.plans.get(params)
    if (known) return known.cells
    const { plan } = this.read(params)
    this.plans.set(params, plan)
    return plan.cells
  }
}
