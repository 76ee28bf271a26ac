import type { Train, PresetContext, TrainEvent } from '../train.ts'
import { trainComparison } from './train-comparison.ts'
import { trainKernel } from './train-kernel.ts'
import { trainPooling } from './train-pooling.ts'
import { trainScaling } from './train-scaling.ts'

const parts: Readonly<
  Record<string, (context: PresetContext) => Iterable<TrainEvent> | AsyncIterable<TrainEvent>>
> = { '3a': trainKernel, '3b': trainScaling, '3c': trainPooling, '3d': trainComparison }

/** Problem 3, in plain TypeScript: the part that the preset names. Ends at the first event after an abort. */
export const train: Train = async function* (context) {
  for await (const event of parts[context.preset]?.(context) ?? []) {
    if (context.signal.aborted) return
    yield event
  }
}
