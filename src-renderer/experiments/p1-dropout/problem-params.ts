import type { DataPoint, Problem1Params, Weights } from '#experiments/p1-dropout/definition.ts'
import type { PartState } from '../../lab/part.svelte.ts'

/** The parameters a part shows: those of its run, else those of its form, with their types. */
export const shownParams = (part: PartState): Problem1Params => part.shownParams as Problem1Params

export const pointOf = ({ x1, x2, y }: Problem1Params): DataPoint => ({ x1, x2, y })
export const startOf = ({ start1, start2 }: Problem1Params): Weights => ({ w1: start1, w2: start2 })
