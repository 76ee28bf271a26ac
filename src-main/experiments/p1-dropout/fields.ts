/** The fields that several parts of problem 1 share; a part's slot lists those that reach its training. */
import { choice, number, type ParamsOf } from '#contract/fields.ts'
import type { DataPoint } from './pure/masks.ts'
import type { Weights } from './pure/theory.ts'

/** The one data point. */
export const pointFields = {
  x1: number({
    label: 'Input x1',
    help: 'First input of the one data point.',
    default: 10,
    min: -1000,
    max: 1000,
  }),
  x2: number({
    label: 'Input x2',
    help: 'Second input of the one data point.',
    default: 1,
    min: -1000,
    max: 1000,
  }),
  y: number({
    label: 'Target y',
    help: 'The output that the model is trained to give.',
    default: 11,
    min: -10_000,
    max: 10_000,
  }),
}
export type PointParams = ParamsOf<typeof pointFields>
/** The data point that was asked. */
export const pointOf = ({ x1, x2, y }: PointParams): DataPoint => ({ x1, x2, y })

export const dropRate = number({
  label: 'Drop rate p',
  help: 'Probability that a value is set to zero; a value that is kept is divided by 1 - p.',
  default: 0.5,
  min: 0,
  max: 1,
  isMaxExcluded: true,
  scale: 'linear',
})

export const learningRate = number({
  label: 'Learning rate',
  help: 'Step size; with SGD, a rate above the stability bound makes the loss grow without bound.',
  default: 0.001,
  min: 1e-7,
  max: 10,
  scale: 'log',
})

export const batchSize = number({
  label: 'Batch size',
  help: 'Rows in a batch: copies of the data point, each with masks of its own.',
  default: 1,
  min: 1,
  max: 1_000_000,
  integer: true,
  scale: 'log',
})

export const iterations = number({
  label: 'Iterations',
  help: 'Number of weight updates; the curve has one point more, after the last update.',
  default: 1000,
  min: 1,
  max: 1_000_000,
  integer: true,
  scale: 'log',
})

export const optimizerFields = {
  optimizer: choice({
    label: 'Optimizer',
    help: 'SGD, SGD with momentum, or Adam (betas 0.9 and 0.999, epsilon 1e-8).',
    default: 'sgd',
    options: [
      { value: 'sgd', label: 'SGD' },
      { value: 'momentum', label: 'SGD with momentum' },
      { value: 'adam', label: 'Adam' },
    ],
  }),
  momentum: number({
    label: 'Momentum',
    help: 'Fraction of the velocity kept at each step; used only by SGD with momentum.',
    default: 0.9,
    min: 0,
    max: 1,
    isMaxExcluded: true,
    scale: 'linear',
  }),
}
export type OptimizerName = ParamsOf<typeof optimizerFields>['optimizer']

export const startFields = {
  start1: number({
    label: 'Start w1',
    help: 'First weight before training.',
    default: 0,
    min: -1000,
    max: 1000,
  }),
  start2: number({
    label: 'Start w2',
    help: 'Second weight before training.',
    default: 0,
    min: -1000,
    max: 1000,
  }),
}
export type StartParams = ParamsOf<typeof startFields>
/** The weights before training. */
export const startOf = ({ start1, start2 }: StartParams): Weights => ({ w1: start1, w2: start2 })

export const logEvery = number({
  label: 'Log every',
  help: 'Number of iterations between logged points; the last point is always logged.',
  unit: 'iterations',
  default: 1,
  min: 1,
  max: 100_000,
  integer: true,
})

/** The fields of a part that trains once with dropout. */
export const dropoutFields = {
  ...pointFields,
  dropRate,
  learningRate,
  batchSize,
  iterations,
  ...optimizerFields,
  ...startFields,
  logEvery,
}
export type DropoutParams = ParamsOf<typeof dropoutFields>
