import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { predictMemory } from '#models/memory-prediction.ts'
import { counted, listed } from '#text/words.ts'
import { heldOutSentence } from './pure/fit-words.ts'
import { modelOf, networkName, type NetworkSetting } from './pure/network.ts'
import * as measured from './pure/optimizer-values.ts'
import { optimizerLabels, optimizerNames } from './pure/optimizers.ts'
import { isGpuMemory } from './pure/stages.ts'
import { fourDigits, mebibytes, megabytes } from './pure/units.ts'

interface OptimizerParams extends NetworkSetting {
  readonly batchSize: number
  readonly steps: number
}

/** "1573 MB = 1500 MiB": 10⁶ and 2²⁰ bytes. */
const inBoth = (inMiB: number): string =>
  `${fourDigits(megabytes(inMiB * 2 ** 20))} MB = ${fourDigits(inMiB)} MiB`

/** What the prediction of this run rests on: a fit, and how wrong that has been; or the shapes alone. */
function reliability(values: Values): string {
  const shares = (measured.breakdown.of(values) ?? []).flatMap(({ fittedShare }) =>
    fittedShare === null ? [] : [fittedShare],
  )
  if (shares.length === 0) return ''
  const [least, most] = [Math.round(Math.min(...shares)), Math.round(Math.max(...shares))]
  return ` ${least === most ? least : `${least} to ${most}`} % of each prediction is the engine’s workspace, which is fitted and not derived. ${heldOutSentence()}`
}

/** The prediction for a GPU, which is labelled as such, where the reading is of host memory. */
function onGpu(values: Values): string[] {
  const kind = measured.stages.of(values)?.[0]?.memory
  const rows = measured.onGpu.of(values) ?? []
  if (kind == null || isGpuMemory(kind) || rows.length === 0) return []
  const amounts = rows.map(({ optimizer, total }) => `${optimizer} ${inBoth(total ?? NaN)}`)
  return [
    `Predicted for a GPU with PyTorch, not measured, at the highest moment of a step: ${amounts.join('; ')}. The CUDA context, workspaces of cuDNN, and blocks that the allocator rounds up or keeps come on top.`,
  ]
}

function totals(values: Values, p: OptimizerParams): string {
  const amounts = optimizerNames.map((name) => {
    const [held, predicted] = [measured.measuredMiB[name].of(values), measured.predictedMiB[name].of(values)]
    if (held === null)
      return `${optimizerLabels[name]} was not measured (${reasonOf(values, measured.measuredMiB[name]) ?? 'no reading'})`
    return `${optimizerLabels[name]} ${inBoth(held)}${predicted === null ? '' : ` (predicted ${inBoth(predicted)})`}`
  })
  const kind = measured.stages.of(values)?.[0]?.memory
  return `At its highest over ${counted(p.steps, 'step')} with batches of ${p.batchSize}, the trainer took in all (MB: 10⁶ bytes, MiB: 2²⁰ bytes): ${amounts.join('; ')}.${kind == null ? '' : ` This is ${kind}.`}${reliability(values)}`
}

function bytesKept(p: OptimizerParams): string {
  const model = modelOf(p)
  const velocity = predictMemory(model, 'momentum', 0).optimizerState
  const moments = predictMemory(model, 'adam', 0).optimizerState
  return `Adam needs the most. With every optimizer ${networkName(p)} holds its parameters and, when they are updated, as many gradients: 8 bytes per parameter. SGD keeps nothing else for a parameter. Momentum keeps a velocity for each parameter, ${fourDigits(megabytes(velocity))} MB (10⁶ bytes) or ${fourDigits(mebibytes(velocity))} MiB (2²⁰ bytes) more: 12 bytes per parameter. Adam keeps two moments for each, ${fourDigits(megabytes(moments))} MB or ${fourDigits(mebibytes(moments))} MiB more: 16 bytes per parameter.`
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
  if (momentum <= sgd)
    return `In this run, too, Adam took the most, but momentum was measured ${momentum < sgd ? 'below' : 'equal to'} SGD, which the optimizers cannot cause; the table of readings to doubt lists likely causes.`
  return `The readings of this run have the same order: momentum took ${fourDigits(momentum - sgd)} MiB more than SGD, and Adam ${fourDigits(adam - sgd)} MiB more. The differences need not equal the counts, because an engine may hold the state more than once while it updates, and an allocator may reuse blocks freed by activations for the state.`
}

export const optimizerAnswers = {
  i: (values: Values, p: OptimizerParams) => [totals(values, p), ...onGpu(values)],
  ii: (values: Values, p: OptimizerParams) => [bytesKept(p), comparison(values)],
}
