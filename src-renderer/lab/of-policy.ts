/** What the lab's policy means for the page, besides the locks. */
import { usualSeed } from '#contract/runs.ts'
import { settings } from './settings.svelte.ts'
import type { LabState } from './lab.svelte.ts'

type Described = Pick<LabState, 'description'>

/** The seed that forms start with. */
export const firstSeed = ({ description }: Described): number => description?.policy.seed ?? usualSeed

/** Has an administrator switched the single keys off? */
export const areKeysLocked = ({ description }: Described): boolean =>
  description?.policy.hasShortcuts === false

/** Do single keys do anything, by what the administrator and the student have set? */
export const areKeysOn = (lab: Described): boolean => settings.values.hasShortcuts && !areKeysLocked(lab)
