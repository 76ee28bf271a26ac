/** The plans that several parts share. */
import type { BandVersion } from './pure/bands-parameters.ts'
import { threeClasses } from './pure/bands.ts'
import {
  imageCounts,
  imagesCells,
  type NetworkName,
  type SweepPlan,
  type TrainingSettings,
} from './pure/cells.ts'
import type { DataKind } from './pure/data.ts'

/** Three classes, bands anywhere, pixels in place. */
export const plainData = (params: {
  readonly generator: BandVersion
  readonly validationImages: number
}): DataKind => ({
  classes: threeClasses,
  generator: params.generator,
  validationImages: params.validationImages,
  isShifted: false,
  isPermuted: false,
})

interface SweepParams extends TrainingSettings {
  readonly perClass: readonly number[]
}

/** Every one of `networks` on every number of images, with a row of the tables after the last epoch. */
export function imagesPlan(params: SweepParams, data: DataKind, networks: readonly NetworkName[]): SweepPlan {
  const counts = imageCounts(params.perClass)
  return {
    data,
    cells: imagesCells(params, networks, () => counts),
    counts,
    checkpoints: [params.epochs],
    isTested: false,
  }
}
