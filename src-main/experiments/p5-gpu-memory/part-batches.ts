import type { Table, Value } from '#contract/samples.ts'
import { predictMemory, predictedTotal } from '#models/memory-prediction.ts'
import { onLine } from '#numeric/line-fit.ts'
import type { ApartJob } from '../apart.ts'
import type { PresetContext, TrainEvent } from '../train.ts'
import { memoryLabels, workspaceOf } from './breakdown.ts'
import type { Problem5Params } from './fields.ts'
import { batchFlags, flagTable, readingFlags, type Flag } from './flags.ts'
import { batchResultSchema, type BatchJob, type BatchResult } from './job-results.ts'
import { fittedLine, type Line } from './memory-line.ts'
import { learningRateOf, modelOf, typed } from './plan.ts'
import { batchSizesOf, batchTrack, epochsTrack } from './presets.ts'
import { alone, lostFailure } from './take-readings.ts'
import { mebibytes } from './tables.ts'

const event = (name: string, value: Value): TrainEvent => ({ type: 'value', id: `5c.${name}`, value })

/** A batch size and what its training came to. */
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
  failure: lostFailure(problem, true),
  epochsDone: 0,
  seconds: 0,
  trainSeconds: 0,
  imagesTrained: 0,
  accuracy: null,
  divergedAt: null,
})

function outcomeOf({ failure, divergedAt }: BatchResult): string {
  if (failure) return 'out of memory'
  return divergedAt === null ? 'trained' : `diverged at step ${divergedAt}`
}

const heldBytes = ({ stages, failure }: BatchResult): number | null =>
  failure ? null : (stages.highest?.bytes ?? null)
const isComplete = ({ failure, divergedAt }: BatchResult): boolean => !failure && divergedAt === null

/** Trains every batch size in a process of its own, one after another. */
async function* trainAll(
  { apart }: PresetContext,
  p: Problem5Params,
  batches: readonly number[],
): AsyncGenerator<TrainEvent, readonly Trained[]> {
  const jobs = batches.map((batch): ApartJob => {
    const learningRate = learningRateOf(batch)
    const input = { kind: 'batch', batch, optimizer: p.optimizer, learningRate } satisfies BatchJob
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

/** Process and engine as measured, and what the shapes foretell on top of it. */
function predictedBytes(p: Problem5Params, { batch, result }: Trained): number | null {
  const { engine } = result.stages
  if (!engine) return null
  const model = modelOf(p)
  const rows = Math.min(batch, p.trainImages)
  const workspace = workspaceOf(result, model, p.optimizer, rows) ?? 0
  return engine.bytes + predictedTotal(predictMemory(model, p.optimizer, rows)) + workspace
}

const orNull = (bytes: number | null): number | null => (bytes === null ? null : mebibytes(bytes))

function memoryTable(p: Problem5Params, trained: readonly Trained[], line: Line | null): Table {
  return {
    columns: [
      'batch size',
      'measured, MiB',
      'predicted, MiB',
      'unexplained, MiB',
      'outcome',
      'fitted line, MiB',
      'memory of',
    ],
    rows: trained.map((one) => {
      const [held, predicted] = [heldBytes(one.result), predictedBytes(p, one)]
      return [
        one.batch,
        orNull(held),
        orNull(predicted),
        held === null || predicted === null ? null : mebibytes(held - predicted),
        outcomeOf(one.result),
        orNull(line && onLine(line, one.batch)),
        memoryLabels[one.result.memory],
      ]
    }),
  }
}

function secondsTable(trained: readonly Trained[]): Table {
  return {
    columns: ['batch size', 'seconds', 'seconds an epoch', 'images per second in training', 'outcome'],
    rows: trained.map(({ batch, result }) => [
      batch,
      isComplete(result) ? result.seconds : null,
      result.epochsDone > 0 ? result.seconds / result.epochsDone : null,
      result.trainSeconds > 0 ? result.imagesTrained / result.trainSeconds : null,
      outcomeOf(result),
    ]),
  }
}

function accuracyTable(trained: readonly Trained[]): Table {
  return {
    columns: [
      'batch size',
      'learning rate',
      'updates',
      'epochs',
      'accuracy on the training subset, %',
      'outcome',
    ],
    rows: trained.map(({ batch, result }) => [
      batch,
      learningRateOf(batch),
      result.stepsDone,
      result.epochsDone,
      result.accuracy === null || !isComplete(result) ? null : 100 * result.accuracy,
      outcomeOf(result),
    ]),
  }
}

/** The batch size for which `score` is highest; the first of equals, and null where none trained to its end. */
function best(trained: readonly Trained[], score: (result: BatchResult) => number): Value {
  let found: Trained | null = null
  for (const one of trained)
    if (isComplete(one.result) && (!found || score(one.result) > score(found.result))) found = one
  return found
    ? { value: found.batch }
    : { value: null, notMeasured: 'No batch size was trained to the end of its last epoch.' }
}

/** Part c: every batch size trained in a process of its own; memory with its line, time and accuracy. */
export async function* batchesPart(context: PresetContext): AsyncGenerator<TrainEvent> {
  const p = typed(context.params)
  const trained = yield* trainAll(context, p, batchSizesOf(context.params))
  if (context.signal.aborted) return
  const line = lineThrough(trained)
  const noLine: Value = {
    value: null,
    notMeasured: 'A line needs two batch sizes that fit; add another batch size.',
  }
  yield event('memory', { value: memoryTable(p, trained, line) })
  yield event('fixedMiB', line ? { value: mebibytes(line.intercept) } : noLine)
  yield event('slopeMiB', line ? { value: mebibytes(line.slope) } : noLine)
  yield event('seconds', { value: secondsTable(trained) })
  yield event(
    'fastest',
    best(trained, ({ seconds }) => -seconds),
  )
  yield event('accuracy', { value: accuracyTable(trained) })
  yield event(
    'mostAccurate',
    best(trained, ({ accuracy }) => accuracy ?? -1),
  )
  yield event('flags', { value: flagTable(flagsOf(trained, line)) })
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
