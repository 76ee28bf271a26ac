import type { ApartJob, Json } from '../apart.ts'
import { cellsOf, imageCounts, presetOf, seedOf, typed, type Cell } from './cells.ts'
import type { Params } from '#contract/experiment.ts'
import type { DataSource } from './data.ts'
import type { PresetId } from './preset-settings.ts'
import type { Stripes } from './stripes.ts'

/** What a job is told: its data and its network. */
export interface JobInput {
  readonly source: DataSource
  readonly cell: Cell
}

/** What is known of one network after so many epochs; percent. */
export interface Checkpoint {
  readonly epochs: number
  readonly trainAccuracy: number
  /** Null where nothing is validated (4a). */
  readonly accuracy: number | null
  /** Training and validation accuracy are those of guessing (chance.ts). */
  readonly isAtChance: boolean
  readonly validationLoss: number | null
  /** On fresh images, in the search only. */
  readonly testAccuracy: number | null
}

/** What a job comes to, as JSON: all that the tables need of it. */
export interface CellResult {
  readonly seed: number
  /** Epoch at which the loss was no longer finite, or null. */
  readonly divergedAt: number | null
  /** It learned nothing and answers all images alike (chance.ts); at chance without that, it may only be young. */
  readonly isStuck: boolean
  readonly trainLoss: number | null
  readonly checkpoints: readonly Checkpoint[]
  readonly firstAtTarget: number | null
  readonly flatFrom: number | null
  readonly estimatedFlatFrom: number | null
  readonly estimateMadeAt: number | null
  readonly bestEpoch: number | null
  readonly bestAccuracy: number | null
  /** [true class][answer] of the validation images. */
  readonly confusion: readonly (readonly number[])[]
  /** Of each first-layer filter before and after the training; none for the MLP. */
  readonly stripesBefore: readonly Stripes[]
  readonly stripes: readonly Stripes[]
}

/** The data of one repetition of a run. */
export function sourceOf(presetId: string, params: Params, seed: number): DataSource {
  const { generator, validationImages } = typed(params)
  return {
    preset: presetId,
    seed,
    generator,
    validationImages: presetId === '4a' ? 0 : validationImages,
  }
}

/** Numbers of images per class that all networks of a run are trained on: the data worth showing. */
export const shownCounts = (presetId: string, params: Params): readonly number[] =>
  imageCounts('cnn', presetId, params)

/** One job for each network, the longest first, so that no core is left waiting for one at the end. */
export function jobsOf(presetId: string, params: Params, runSeed: number): readonly ApartJob[] {
  return [...cellsOf(presetId, params)]
    .sort((a, b) => workOf(b) - workOf(a))
    .map((cell) => {
      const input: JobInput = { source: sourceOf(presetId, params, seedOf(runSeed, cell.seedIndex)), cell }
      return { key: cell.track, input: input as unknown as Json, tracks: [cell.track] }
    })
}

/** Multiply-adds of an image on its way through the network, so far as sizes are compared. */
export function multiplyAdds({ network, kernel }: Pick<Cell, 'network' | 'kernel'>): number {
  if (network === 'mlp') return 784 * 50
  const forward = kernel * kernel * (28 * 28 * 3 + 14 * 14 * 9)
  // Two thirds of the work of a step are gradients, of which a frozen convolution needs none.
  return network === 'frozen' ? forward / 2 : forward
}

const workOf = (cell: Cell): number => cell.epochs * cell.perClass * multiplyAdds(cell)

const homeworkCheckpoints = [30, 60, 100, 150, 300, 500]

/** The epochs after which the tables of a preset have a row, the last among them. */
export function checkpointEpochs(preset: PresetId, epochs: number): readonly number[] {
  const chosen =
    preset === '4c'
      ? homeworkCheckpoints.filter((epoch) => epoch < epochs)
      : preset === '4c-search'
        ? [Math.ceil(epochs / 4), Math.ceil(epochs / 2)]
        : []
  return [...new Set([...chosen, epochs])]
}

/** A job's input, as it was sent. */
export function jobInput(input: Json): JobInput & { readonly preset: PresetId } {
  const { source, cell } = input as unknown as JobInput
  return { source, cell, preset: presetOf(source.preset) }
}
