import type { Value } from '#contract/samples.ts'
import type { PresetContext, TrainEvent } from '../train.ts'
import { breakdownOf, breakdownTable, stageColumns, stageRows, type Breakdown } from './breakdown.ts'
import { flagTable, optimizerFlags, readingFlags } from './flags.ts'
import { modelOf, typed } from './plan.ts'
import { optimizerNames, type OptimizerName } from './presets.ts'
import { takeReadings } from './take-readings.ts'
import { gpuPredictionTable, mebibytes, optimizerLabels } from './tables.ts'

const event = (name: string, value: Value): TrainEvent => ({ type: 'value', id: `5b.${name}`, value })

/** Part b: each optimizer in a process of its own, beside what it must hold. */
export async function* optimizersPart(context: PresetContext): AsyncGenerator<TrainEvent> {
  const p = typed(context.params)
  const model = modelOf(p)
  yield event('onGpu', { value: gpuPredictionTable(p) })
  const results = yield* takeReadings(
    context,
    optimizerNames.map((optimizer) => ({
      kind: 'reading',
      track: optimizer,
      optimizer,
      learningRate: p.learningRate,
      batch: p.batchSize,
      steps: p.steps,
      limitBytes: null,
    })),
  )
  if (context.signal.aborted) return
  const breakdowns = new Map<OptimizerName, Breakdown>()
  for (const [index, optimizer] of optimizerNames.entries()) {
    const result = results[index]
    const breakdown = result ? breakdownOf(result, model, optimizer, p.batchSize) : null
    const missing: Value = {
      value: null,
      notMeasured: result?.failure?.problem ?? 'The reading did not come to its end.',
    }
    if (breakdown) breakdowns.set(optimizer, breakdown)
    yield event(`${optimizer}.measuredMiB`, breakdown ? { value: mebibytes(breakdown.measured) } : missing)
    yield event(`${optimizer}.predictedMiB`, breakdown ? { value: mebibytes(breakdown.predicted) } : missing)
  }
  yield event('breakdown', { value: breakdownTable(breakdowns) })
  const rows = results.flatMap((result, index) => {
    const optimizer = optimizerNames[index]
    return optimizer ? stageRows(result, [optimizerLabels[optimizer]]) : []
  })
  yield event('stages', { value: { columns: ['optimizer', ...stageColumns], rows } })
  const flags = results.flatMap((result, index) => {
    const optimizer = optimizerNames[index]
    return optimizer ? readingFlags(optimizerLabels[optimizer], result) : []
  })
  yield event('flags', { value: flagTable([...flags, ...optimizerFlags(breakdowns)]) })
}
