/** The two trainings of part 1i and the names of what they log. */

/** The network without dropout and the one with it, by track. */
export const imageRuns = ['p0', 'p75'] as const
export type ImageRun = (typeof imageRuns)[number]

/** The drop rate of a training. */
export const runRate = (run: ImageRun, { dropRate }: { readonly dropRate: number }): number =>
  run === 'p0' ? 0 : dropRate

/** The track that logs once per epoch; the training's own track logs every minibatch. */
export const epochsTrack = (run: ImageRun): string => `${run}.epochs`

/** Minibatches in one epoch; the last may be smaller. */
export const batchesPerEpoch = ({
  trainImages,
  batchSize,
}: {
  readonly trainImages: number
  readonly batchSize: number
}): number => Math.ceil(trainImages / batchSize)
