import type { TrainContext, TrainEvent } from '../train.ts'
import { breakdownOf, breakdownRows, stageRows, type Breakdown } from './breakdown.ts'
import { optimizerFlags, readingFlags } from './flags.ts'
import type { JobSetting } from './metered-network.ts'
import { gpuPredictions } from './pure/counts.ts'
import { modelOf } from './pure/network.ts'
import * as values from './pure/optimizer-values.ts'
import { optimizerLabels, optimizerNames, type OptimizerName } from './pure/optimizers.ts'
import { mebibytes } from './pure/units.ts'
import { takeReadings } from './take-readings.ts'

interface OptimizerParams extends JobSetting {
  readonly batchSize: number
  readonly learningRate: number
  readonly steps: number
}

/** Part b: each optimizer in a process of its own, beside what it must hold. */
export async function* readOptimizers(context: TrainContext, p: OptimizerParams): AsyncGenerator<TrainEvent> {
  const model = modelOf(p)
  yield values.onGpu.is(gpuPredictions(p))
  const { batchSize: batch, learningRate, steps } = p
  const jobs = optimizerNames.map((optimizer) => ({
    track: optimizer,
    optimizer,
    learningRate,
    batch,
    steps,
    limitBytes: null,
  }))
  const results = yield* takeReadings(context, jobs)
  if (context.signal.aborted) return
  const readings = optimizerNames.flatMap((optimizer, index) => {
    const result = results[index]
    return result ? [{ optimizer, label: optimizerLabels[optimizer], result }] : []
  })
  const breakdowns = new Map<OptimizerName, Breakdown>()
  for (const { optimizer, result } of readings) {
    const [measured, predicted] = [values.measuredMiB[optimizer], values.predictedMiB[optimizer]]
    const breakdown = breakdownOf(result, model, optimizer, batch)
    if (breakdown) {
      breakdowns.set(optimizer, breakdown)
      yield measured.is(mebibytes(breakdown.measured))
      yield predicted.is(mebibytes(breakdown.predicted))
    } else {
      const why = result.failure?.problem ?? 'The reading was not completed.'
      yield measured.isNotMeasured(why)
      yield predicted.isNotMeasured(why)
    }
  }
  yield values.breakdown.is(breakdownRows(breakdowns))
  yield values.stages.is(
    readings.flatMap(({ label, result }) => stageRows(result).map((row) => ({ optimizer: label, ...row }))),
  )
  const flags = readings.flatMap(({ label, result }) => readingFlags(label, result))
  yield values.flags.is([...flags, ...optimizerFlags(breakdowns)])
}
