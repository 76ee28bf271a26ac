import type { NumberValue, ValueEvent } from '#contract/values.ts'
import { onLine } from '#numeric/line-fit.ts'
import type { ApartJob } from '../apart.ts'
import type { TrainContext, TrainEvent } from '../train.ts'
import { predictedKinds } from './breakdown.ts'
import { batchFlags, readingFlags, type Flag } from './flags.ts'
import { batchResultSchema, type BatchJob, type BatchResult } from './job-results.ts'
import { fittedLine, type Line } from './memory-line.ts'
import { batchSizesOf, batchTrack, epochsTrack, learningRateOf } from './pure/batch-sizes.ts'
import * as values from './pure/batch-values.ts'
import { modelOf, type NetworkSetting } from './pure/network.ts'
import type { OptimizerName } from './pure/optimizers.ts'
import { memoryLabels } from './pure/stages.ts'
import { mebibytes, mebibytesOrNull } from './pure/units.ts'
import { alone, lostFailure } from './take-readings.ts'

interface BatchesParams extends NetworkSetting {
  readonly batchSizes: readonly number[]
  readonly optimizer: OptimizerName
  readonly trainImages: number
}

/** A batch size and the result of its training. */
interface Trained {
  readonly batch: number
  readonly result: BatchResult
}

const lostTraining = (problem: string): BatchResult => ({
  kind: 'batch',
  memory: 'host',
  engine: '',
  device: null,
  stages: {},
  stepsDone: 0,
  failure: lostFailure(problem),
  epochsDone: 0,
  seconds: 0,
  trainSeconds: 0,
  preparationSeconds: 0,
  imagesTrained: 0,
  accuracy: null,
  divergedAt: null,
})

function outcomeOf({ failure, divergedAt }: BatchResult): string {
  if (failure) return failure.isDeviceLost ? 'device lost' : 'out of memory'
  return divergedAt === null ? 'trained' : `diverged at step ${divergedAt}`
}

const heldBytes = ({ stages, failure }: BatchResult): number | null =>
  failure ? null : (stages.highest?.bytes ?? null)
const isComplete = ({ failure, divergedAt }: BatchResult): boolean => !failure && divergedAt === null

/** Trains every batch size in a process of its own, one after another; returns fewer if the run is stopped. */
async function* trainAll(
  { apart }: TrainContext,
  batches: readonly number[],
  optimizer: OptimizerName,
): AsyncGenerator<TrainEvent, readonly Trained[]> {
  const jobs = batches.map((batch): ApartJob => {
    const input = { batch, optimizer, learningRate: learningRateOf(batch) } satisfies BatchJob
    return { key: batchTrack(batch), input, tracks: [batchTrack(batch), epochsTrack(batch)] }
  })
  const results = new Map<string, BatchResult>()
  for await (const outcome of apart(jobs, alone)) {
    if (outcome.type === 'event') yield outcome.event
    else if (outcome.type === 'finished') results.set(outcome.key, batchResultSchema.parse(outcome.result))
    else if (outcome.isProcessLost) results.set(outcome.key, lostTraining(outcome.problem))
    else throw new Error(outcome.problem)
  }
  return batches.flatMap((batch) => {
    const result = results.get(batchTrack(batch))
    return result ? [{ batch, result }] : []
  })
}

function lineThrough(trained: readonly Trained[]): Line | null {
  const known = trained.flatMap(({ batch, result }) => {
    const bytes = heldBytes(result)
    return bytes === null ? [] : [{ batch, bytes }]
  })
  return fittedLine(
    known.map(({ batch }) => batch),
    known.map(({ bytes }) => bytes),
  )
}

/** Process and engine as measured, and on top of it what the shapes predict. */
function predictedBytes(p: BatchesParams, { batch, result }: Trained): number | null {
  const { engine } = result.stages
  if (!engine) return null
  const model = modelOf(p)
  const rows = Math.min(batch, p.trainImages)
  return engine.bytes + predictedKinds(result, model, p.optimizer, rows).total
}

function memoryRow(p: BatchesParams, one: Trained, line: Line | null) {
  const { batch, result } = one
  const [held, predicted] = [heldBytes(result), predictedBytes(p, one)]
  return {
    batch,
    measured: mebibytesOrNull(held),
    predicted: mebibytesOrNull(predicted),
    unexplained: held === null || predicted === null ? null : mebibytes(held - predicted),
    outcome: outcomeOf(result),
    fitted: mebibytesOrNull(line && onLine(line, batch)),
    memory: memoryLabels[result.memory],
  }
}

const secondsRow = ({ batch, result }: Trained) => ({
  batch,
  seconds: isComplete(result) ? result.seconds : null,
  perEpoch: result.epochsDone > 0 ? result.seconds / result.epochsDone : null,
  imagesPerSecond: result.trainSeconds > 0 ? result.imagesTrained / result.trainSeconds : null,
  outcome: outcomeOf(result),
  preparation:
    result.trainSeconds > 0 && result.preparationSeconds !== null
      ? (100 * result.preparationSeconds) / result.trainSeconds
      : null,
})

const accuracyRow = ({ batch, result }: Trained) => ({
  batch,
  learningRate: learningRateOf(batch),
  updates: result.stepsDone,
  epochs: result.epochsDone,
  accuracy: result.accuracy === null || !isComplete(result) ? null : 100 * result.accuracy,
  outcome: outcomeOf(result),
})

/** Reports the batch size for which `score` is highest, the first of equals. */
function best(
  value: NumberValue,
  trained: readonly Trained[],
  score: (result: BatchResult) => number,
): ValueEvent {
  let found: Trained | null = null
  for (const one of trained)
    if (isComplete(one.result) && (!found || score(one.result) > score(found.result))) found = one
  return found
    ? value.is(found.batch)
    : value.isNotMeasured('No batch size was trained to the end of its last epoch.')
}

/** Part c: every batch size trained in a process of its own; memory with its line, time and accuracy. */
export async function* trainBatches(context: TrainContext, p: BatchesParams): AsyncGenerator<TrainEvent> {
  const trained = yield* trainAll(context, batchSizesOf(p), p.optimizer)
  if (context.signal.aborted) return
  const line = lineThrough(trained)
  const noLine = 'A line needs two batch sizes that fit; add another batch size.'
  yield values.memory.is(trained.map((one) => memoryRow(p, one, line)))
  yield line ? values.fixedMiB.is(mebibytes(line.intercept)) : values.fixedMiB.isNotMeasured(noLine)
  yield line ? values.slopeMiB.is(mebibytes(line.slope)) : values.slopeMiB.isNotMeasured(noLine)
  yield* predictedSlope(p, trained)
  yield values.seconds.is(trained.map(secondsRow))
  yield best(values.fastest, trained, ({ seconds }) => -seconds)
  yield values.accuracy.is(trained.map(accuracyRow))
  yield best(values.mostAccurate, trained, ({ accuracy }) => accuracy ?? -1)
  yield values.flags.is(flagsOf(trained, line))
}

/** The slope that the shapes predict between the smallest and the largest batch, and how much of it is fitted. */
function* predictedSlope(p: BatchesParams, trained: readonly Trained[]): Generator<TrainEvent> {
  const known = trained.filter(({ result }) => result.stages.engine)
  const [first, last] = [known.at(0), known.at(-1)]
  const rows = (one: Trained): number => Math.min(one.batch, p.trainImages)
  if (!first || !last || rows(first) === rows(last)) {
    const why = 'A slope needs two batch sizes whose process was started; add another batch size.'
    yield values.predictedSlopeMiB.isNotMeasured(why)
    yield values.fittedSlopeShare.isNotMeasured(why)
    return
  }
  const kindsOf = (one: Trained) => predictedKinds(one.result, modelOf(p), p.optimizer, rows(one))
  const [low, high] = [kindsOf(first), kindsOf(last)]
  yield values.predictedSlopeMiB.is(mebibytes((high.total - low.total) / (rows(last) - rows(first))))
  yield low.workspace === null || high.workspace === null
    ? values.fittedSlopeShare.isNotMeasured(
        'Nothing is fitted for this engine: the slope follows from the shapes.',
      )
    : values.fittedSlopeShare.is((100 * (high.workspace - low.workspace)) / (high.total - low.total))
}

function flagsOf(trained: readonly Trained[], line: Line | null): Flag[] {
  const readings = trained.flatMap(({ batch, result }) => {
    const bytes = heldBytes(result)
    return bytes === null ? [] : [{ batch, bytes, fitted: line && onLine(line, batch) }]
  })
  return [
    ...trained.flatMap(({ batch, result }) => readingFlags(`Batch size ${batch}`, result)),
    ...batchFlags(readings),
  ]
}
