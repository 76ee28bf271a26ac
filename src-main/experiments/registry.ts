import type { Experiment } from '#contract/experiment.ts'
import { definitions } from './definitions.ts'
import type { TrainApart } from './apart.ts'
import type { Train } from './train.ts'

const trainers = import.meta.glob<{ readonly train: Train; readonly trainApart?: TrainApart }>(
  './*/train.ts',
  { eager: true },
)

export interface RegisteredExperiment {
  readonly definition: Experiment
  readonly train: Train
  /** What a job of context.apart does; null where the experiment has none. */
  readonly trainApart: TrainApart | null
}

/** The experiment with this id and its trainer. Throws an Error that lists the known ids. */
export function findExperiment(id: string): RegisteredExperiment {
  const definition = definitions.find((candidate) => candidate.id === id)
  const trainer = trainers[`./${id}/train.ts`]
  if (definition && trainer)
    return { definition, train: trainer.train, trainApart: trainer.trainApart ?? null }
  const known = definitions.map((candidate) => candidate.id).join(', ')
  throw new Error(`There is no experiment "${id}"; there are ${known}.`)
}
