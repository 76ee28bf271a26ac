import { fromExperiment, type EarlierProblem, type EarlierTrainers } from './from-experiment.ts'
import type { Slot } from './part.ts'
import { problems, slotOf } from './problems.ts'

const earlier = import.meta.glob<EarlierProblem>('./*/definition.ts', { eager: true })
const trainers = import.meta.glob<EarlierTrainers>('./*/train.ts', { eager: true })

const earlierSlots: readonly Slot[] = Object.entries(earlier).flatMap(([path, module]) =>
  fromExperiment(module, trainers[path.replace('definition', 'train')] ?? null).parts.flatMap(
    ({ slotList }) => slotList,
  ),
)

/** The slot that a request names, able to train. Throws an Error that lists the known parts. */
export function trainedSlot(request: { readonly part: string; readonly slot: string }): Slot {
  const known = slotOf(request)
  if (!known) {
    const keys = problems.flatMap(({ parts }) =>
      parts.flatMap(({ slotList }) => slotList.map(({ key }) => key)),
    )
    throw new Error(
      `There is no part "${request.part}" with a slot "${request.slot}"; there are ${keys.join(', ')}.`,
    )
  }
  return earlierSlots.find(({ key }) => key === known.key) ?? known
}
