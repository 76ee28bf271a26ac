import type { ParamsOf } from '#contract/fields.ts'
import {
  pointOf,
  startOf,
  type iterations,
  type learningRate,
  type logEvery,
  type OptimizerName,
  type PointParams,
  type StartParams,
} from './fields.ts'
import type { DataPoint } from './pure/masks.ts'
import { descentLimit, dropoutSolution, type Weights } from './pure/theory.ts'

/** What one training of the two weights needs, except the randomness. */
export interface Training {
  readonly track: string
  /** Name of the random stream that its masks are drawn from. */
  readonly stream: string
  readonly point: DataPoint
  /** 0: no dropout. */
  readonly dropRate: number
  readonly optimizer: OptimizerName
  readonly learningRate: number
  readonly momentum: number
  readonly batchSize: number
  readonly iterations: number
  readonly start: Weights
  readonly logEvery: number
}

/** The parameters that every part with a training has. */
type SharedParams = PointParams &
  StartParams &
  ParamsOf<{
    iterations: typeof iterations
    learningRate: typeof learningRate
    logEvery: typeof logEvery
  }>
/** What differs between the trainings of a part, or what a part leaves fixed. */
type Own = Pick<Training, 'track' | 'stream' | 'dropRate' | 'optimizer' | 'momentum' | 'batchSize'>

/** A training with the parameters of a part. */
export const trainingOf = (params: SharedParams, own: Own): Training => ({
  track: own.track,
  stream: own.stream,
  point: pointOf(params),
  dropRate: own.dropRate,
  optimizer: own.optimizer,
  learningRate: params.learningRate,
  momentum: own.momentum,
  batchSize: own.batchSize,
  iterations: params.iterations,
  start: startOf(params),
  logEvery: params.logEvery,
})

/**
 * Where the expected weights of a stable SGD training end: with dropout the formula of 1c, without it the exact
 * solution nearest the start.
 */
export const goalOf = ({ point, dropRate, start }: Training): Weights =>
  dropRate === 0 ? descentLimit(point, start) : dropoutSolution(point, dropRate)
