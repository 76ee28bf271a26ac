import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { predictMemory } from '#models/memory-prediction.ts'
import { counted, listed } from '#text/words.ts'
import { modelOf, networkName, type NetworkSetting } from './pure/network.ts'
import * as measured from './pure/optimizer-values.ts'
import { optimizerLabels, optimizerNames } from './pure/optimizers.ts'
import { fourDigits, mebibytes, megabytes } from './pure/units.ts'

interface OptimizerParams extends NetworkSetting {
  readonly batchSize: number
  readonly steps: number
}

function totals(values: Values, p: OptimizerParams): string {
  const amounts = optimizerNames.map((name) => {
    const [held, predicted] = [measured.measuredMiB[name].of(values), measured.predictedMiB[name].of(values)]
    if (held === null)
      return `${optimizerLabels[name]} was not measured (${reasonOf(values, measured.measuredMiB[name]) ?? 'no reading'})`
    return `${optimizerLabels[name]} ${fourDigits(held)} MiB${predicted === null ? '' : ` (predicted ${fourDigits(predicted)} MiB)`}`
  })
  const kind = measured.stages.of(values)?.[0]?.memory
  return `At its highest over ${counted(p.steps, 'step')} with batches of ${p.batchSize}, the trainer took in all: ${amounts.join('; ')}.${kind == null ? '' : ` This is ${kind}.`}`
}

function bytesKept(p: OptimizerParams): string {
  const model = modelOf(p)
  const velocity = predictMemory(model, 'momentum', 0).optimizerState
  const moments = predictMemory(model, 'adam', 0).optimizerState
  return `Adam needs the most. With every optimizer ${networkName(p)} must hold its parameters and as many gradients, 8 bytes per parameter. SGD keeps nothing else. Momentum keeps a velocity for each parameter, ${fourDigits(megabytes(velocity))} MB (10⁶ bytes) or ${fourDigits(mebibytes(velocity))} MiB (2²⁰ bytes) more: 12 bytes per parameter. Adam keeps two moments for each, ${fourDigits(megabytes(moments))} MB or ${fourDigits(mebibytes(moments))} MiB more: 16 bytes per parameter.`
}

/** Whether the readings have the order of the counts. */
function comparison(values: Values): string {
  const held = optimizerNames.map((name) => ({ name, held: measured.measuredMiB[name].of(values) }))
  const missing = held.flatMap(({ name, held }) => (held === null ? [optimizerLabels[name]] : []))
  if (missing.length > 0)
    return `This run has no reading for ${listed(missing)}, so it cannot confirm the order.`
  const [sgd = NaN, momentum = NaN, adam = NaN] = held.map((each) => each.held ?? NaN)
  if (adam <= Math.max(sgd, momentum))
    return 'The readings of this run do not show Adam as the largest; the table of readings to doubt lists likely causes.'
  if (momentum < sgd)
    return 'In this run Adam took the most, too, but momentum was measured below SGD, which the optimizers cannot cause; the table of readings to doubt lists likely causes.'
  return `The readings of this run have the same order: momentum took ${fourDigits(momentum - sgd)} MiB more than SGD, and Adam ${fourDigits(adam - sgd)} MiB more. The differences need not equal the counts, because an engine may hold the state more than once while it updates, and an allocator may reuse blocks freed by activations for the state.`
}

export const optimizerAnswers = {
  i: (values: Values, p: OptimizerParams) => [totals(values, p)],
  ii: (values: Values, p: OptimizerParams) => [bytesKept(p), comparison(values)],
}
