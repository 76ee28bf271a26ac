import type { Params } from '#contract/experiment.ts'

export const presetIds = ['4a', '4b', '4c', '4c-search', '4d', '4e', '4e-kernels', '4f'] as const
export type PresetId = (typeof presetIds)[number]

/** Images per class in the parts after the third. */
const laterCounts = [10, 30, 50, 100]

/** The homework's settings of each preset, where they differ from the fields' defaults. */
export const presetSettings: Readonly<Record<PresetId, Params>> = {
  '4a': { epochs: 500, batchSize: 32 },
  '4b': {},
  '4c': { epochs: 150 },
  '4c-search': { images: 20, epochs: 120 },
  '4d': { perClass: laterCounts, epochs: 300 },
  '4e': { perClass: laterCounts, epochs: 300 },
  '4e-kernels': { images: 50, epochs: 300, seeds: 2 },
  '4f': { perClass: laterCounts, epochs: 200 },
}
