import {
  cellTrack,
  cellsOf,
  classesOf,
  dataTrack,
  imageCounts,
  networksOf,
  seedOf,
  typed,
  type Cell,
  type PresetId,
} from '#experiments/p4-inductive-bias/definition.ts'
import type { PanelState } from '../../lab/panel.svelte.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import type { RunState } from '../../lab/run.svelte.ts'
import { begunIn } from './cell-states.ts'
import { firstOf, previewOf } from './data-preview.ts'
import { SweepChoice } from './sweep-choice.svelte.ts'
import type { SnapshotSource } from './try-networks.ts'

/** What the views of a sweep over numbers of images share: its trainings, the chosen ones, and their data. */
export class SweepPart {
  readonly preset: PresetId
  readonly choice: SweepChoice
  private readonly panel: PanelState

  constructor(panel: PanelState, preset: PresetId, preferred: number) {
    this.panel = panel
    this.preset = preset
    this.choice = new SweepChoice(preferred)
  }

  get part(): PartState {
    return this.panel.part(this.preset)
  }
  get run(): RunState | null {
    return this.part.run
  }
  readonly params = $derived.by(() => typed(this.part.shownParams))
  readonly cells: readonly Cell[] = $derived.by(() => cellsOf(this.preset, this.part.shownParams))
  readonly counts: readonly number[] = $derived.by(() =>
    imageCounts('cnn', this.preset, this.part.shownParams),
  )
  get networks() {
    return networksOf(this.preset)
  }
  get classNames(): readonly string[] {
    return classesOf(this.preset)
  }
  readonly perClass: number = $derived.by(() =>
    this.choice.perClass(this.counts, begunIn(this.run, this.cells)),
  )
  readonly seedIndex: number = $derived.by(() => this.choice.seedIndex(this.params.seeds))
  /** The seed of the repetition shown. Derived, so that images are not drawn again whenever a run says how far it is. */
  readonly seed: number = $derived.by(() => seedOf(this.firstSeed, this.seedIndex))
  /** Of the run, or of the one that would be started now. */
  get firstSeed(): number {
    return this.run?.head.request.seed ?? this.part.seed
  }
  /** The chosen trainings: one of each network, of one seed and number of images. */
  readonly chosen: readonly Cell[] = $derived.by(() =>
    this.networks.flatMap((network) => {
      const track = cellTrack(network, this.perClass, this.seedIndex)
      return this.cells.find((cell) => cell.track === track) ?? []
    }),
  )
  private readonly preview: SnapshotSource = $derived.by(() =>
    previewOf(this.preset, this.part.shownParams, this.seed, this.seedIndex),
  )
  /** The run's arrays; of the data, what the page draws itself while there is no run. */
  get source(): SnapshotSource {
    return firstOf(this.run, this.preview)
  }
  get dataTrack(): string {
    return dataTrack(this.seedIndex)
  }
}
