import type { NetworkName } from './cells.ts'
import type { Stripes } from './stripes.ts'

/** A network on one number of images after some epochs, over all seeds. Accuracies in percent. */
export interface AccuracyRow {
  readonly network: NetworkName
  readonly perClass: number
  readonly epochs: number
  /** Mean over the seeds that did not diverge; null where there is none, and all three in 4a, which validates nothing. */
  readonly accuracy: number | null
  readonly lowest: number | null
  readonly highest: number | null
  readonly trainAccuracy: number | null
  readonly validationLoss: number | null
  /** Seeds at chance after these epochs that are not stuck, seeds stuck there (last epoch only), and seeds that diverged. */
  readonly atChance: number
  readonly stuck: number
  readonly diverged: number
  readonly seeds: readonly number[]
}

/** Counts of validation images of one training by true class (rows) and answer (columns). */
export interface ConfusionRow {
  readonly network: NetworkName
  readonly perClass: number
  readonly seed: number
  readonly label: string
  readonly counts: readonly number[]
}

/** One training of the kernel sweep; the MLP has no kernel. */
export interface KernelRow {
  readonly network: NetworkName
  readonly kernel: number | null
  readonly perClass: number
  readonly epochs: number
  readonly seed: number
  readonly accuracy: number | null
  readonly trainAccuracy: number | null
  /** At chance at the end, and not stuck. */
  readonly isAtChance: boolean
  readonly isStuck: boolean
}

/** What the curve of one training says of its epochs; null where it never came to that. */
export interface EpochsRow {
  readonly network: NetworkName
  readonly perClass: number
  readonly seed: number
  readonly epochs: number
  readonly firstAtTarget: number | null
  readonly flatFrom: number | null
  /** Made from the first epochs only (`estimateMadeAt`). */
  readonly estimatedFlatFrom: number | null
  readonly estimateMadeAt: number | null
  readonly bestEpoch: number | null
  readonly bestAccuracy: number | null
}

/** How many images the MLP needs to be as good as the CNN on `perClass`. */
export interface MoreDataRow {
  readonly perClass: number
  readonly cnnAccuracy: number | null
  /** Interpolated; null where the measured curve does not reach that accuracy. */
  readonly mlpPerClass: number | null
  readonly note: string
}

/** One combination of the search after some of its epochs, over all seeds. Accuracies in percent. */
export interface SearchRow {
  readonly learningRate: number
  readonly momentum: number
  readonly batchSize: number
  readonly kernel: number
  readonly epochs: number
  readonly accuracy: number | null
  readonly lowest: number | null
  readonly highest: number | null
  /** On fresh images that chose nothing. */
  readonly testAccuracy: number | null
  readonly trainAccuracy: number | null
  /** As in `AccuracyRow`. */
  readonly atChance: number
  readonly stuck: number
  readonly diverged: number
  readonly seeds: readonly number[]
}

/** A first-layer filter (1 to 3) before and after the training. */
export interface StripesRow {
  readonly network: NetworkName
  readonly perClass: number
  readonly seed: number
  readonly filter: number
  readonly before: Stripes
  readonly after: Stripes
}
