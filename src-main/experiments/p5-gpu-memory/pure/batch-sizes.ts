/** Part c's batch sizes: which are trained, with which learning rate, in how many steps. */

/** The batch sizes to train: whole numbers, each once, smallest first. */
export const batchSizesOf = ({ batchSizes }: { readonly batchSizes: readonly number[] }): readonly number[] =>
  [...new Set(batchSizes.map((size) => Math.max(1, Math.round(size))))].sort((a, b) => a - b)

/**
 * The learning rate that the homework gives a batch size: linear in it (1e-4 for 4 images) up to 6.4e-3 at 256, and
 * constant beyond (Goyal et al. 2017 on large minibatches).
 */
export const learningRateOf = (batch: number): number => (Math.min(batch, 256) / 4) * 1e-4

/** Steps of an epoch over the subset; the last step may have a smaller batch. */
export const stepsPerEpoch = (batch: number, { trainImages }: { readonly trainImages: number }): number =>
  Math.ceil(trainImages / batch)

/** The track of a batch size that logs every step ("batch-16"), and the one that logs its epochs. */
export const batchTrack = (batch: number): string => `batch-${batch}`
export const epochsTrack = (batch: number): string => `batch-${batch}.epochs`
