import type { Evaluation, ExampleSet } from './engine.ts'
import type { Loss } from '#models/model.ts'

/** Mean loss and accuracy of outputs [count, width] that were read back, in float64; the first of equal outputs is the answer. */
export function evaluateOutputs(
  loss: Loss,
  outputs: Float32Array,
  { targets, count }: ExampleSet,
): Evaluation {
  const width = outputs.length / count
  if (loss === 'meanSquaredError') {
    let sum = 0
    outputs.forEach((value, i) => (sum += (value - (targets[i] ?? NaN)) ** 2))
    return { loss: sum / outputs.length, accuracy: null, outputs }
  }
  let sum = 0
  let right = 0
  for (let row = 0; row < count; row++) {
    const logits = outputs.subarray(row * width, (row + 1) * width)
    const label = targets[row] ?? -1
    let best = 0
    for (let i = 1; i < width; i++) if ((logits[i] ?? NaN) > (logits[best] ?? NaN)) best = i
    const greatest = logits[best] ?? NaN
    let total = 0
    for (const logit of logits) total += Math.exp(logit - greatest)
    sum += Math.log(total) + greatest - (logits[label] ?? NaN)
    if (best === label) right++
  }
  return { loss: sum / count, accuracy: right / count, outputs }
}
