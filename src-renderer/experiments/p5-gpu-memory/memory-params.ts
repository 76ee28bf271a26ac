import type { Problem5Params } from '#experiments/p5-gpu-memory/definition.ts'
import type { PartState } from '../../lab/part.svelte.ts'

/** The parameters a part shows: those of its run, else those of its form, with their types. */
export const shownParams = (part: PartState): Problem5Params => part.shownParams as Problem5Params

/** What a network is built from. */
export type ModelParams = Pick<Problem5Params, 'model' | 'stem' | 'side'>

/** "ResNet-152" of "resnet152". */
export const modelName = ({ model }: Pick<Problem5Params, 'model'>): string =>
  model.replace('resnet', 'ResNet-')
