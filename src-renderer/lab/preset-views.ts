import type { Preset } from '#contract/experiment.ts'

/**
 * Whether runs of two presets are shown in one view: they measure the same values of the same part (another setting
 * of it). A preset that measures values of its own (a search beside the part's training) has a view of its own.
 */
export const haveOneView = (a: Preset, b: Preset): boolean =>
  a.part === b.part && a.values.join() === b.values.join()
