import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Layer, ResidualLayer, Shape } from '#models/model.ts'
import { outputShape } from '#models/shapes.ts'
import { hasTrainedParameters } from '#models/trained-layers.ts'
import { batchNorm } from './batch-norm.ts'
import { convolution } from './convolution.ts'
import { dense } from './dense.ts'
import { dropout, flatten, relu } from './plain.ts'
import { averagePool, globalAveragePool, maxPool } from './pooling.ts'
import type { Building, Forward, Step } from './step.ts'

function compileLayer(building: Building, layer: Layer, input: Shape, needsInput: boolean): Step {
  switch (layer.kind) {
    case 'conv2d':
      return convolution(building, layer, input, needsInput)
    case 'dense':
      return dense(building, layer, needsInput)
    case 'batchNorm':
      return batchNorm(building, layer, needsInput)
    case 'maxPool':
      return maxPool(building, layer, input)
    case 'averagePool':
      return averagePool(building, layer, input)
    case 'globalAveragePool':
      return globalAveragePool(building, layer, input)
    case 'relu':
      return relu(building)
    case 'flatten':
      return flatten(building, input)
    case 'dropout':
      return dropout(building, layer, input)
    case 'residual':
      return residual(building, layer, input, needsInput)
  }
}

/** body(x) + shortcut(x). */
function residual(building: Building, layer: ResidualLayer, input: Shape, needsInput: boolean): Step {
  outputShape(layer, input) // refuses branches of different shapes in words
  const body = sequence(building, layer.body, input, needsInput)
  const shortcut = sequence(building, layer.shortcut, input, needsInput)
  const add = building.ops.define('AddV2')
  return (x, pass) => {
    const left = body(x, pass)
    const right = shortcut(x, pass)
    const y = add(left.y, right.y)
    // A branch that keeps its output frees it itself, in its backward pass.
    for (const branch of [left, right])
      if (branch.y !== x && !branch.keeps.includes(branch.y)) branch.y.dispose()
    return {
      y,
      keeps: [left, right].some((branch) => branch.keeps.includes(x)) ? [x] : [],
      backward(dy) {
        const dLeft = left.backward(dy)
        const dRight = right.backward(dy)
        for (const branch of [left, right]) if (branch.y !== x && !branch.y.isDisposed) branch.y.dispose()
        if (dLeft === null || dRight === null) return dLeft ?? dRight
        const dx = add(dLeft, dRight)
        for (const part of [dLeft, dRight]) if (part !== dy) part.dispose()
        return dx
      },
    }
  }
}

/**
 * Layers one after another as one step. Between two layers an activation is freed as soon as neither the layer
 * that made it nor the one that read it needs it for the backward pass, and on the way back once it was used.
 * `needsInput`: whether the gradient of the sequence's own input is asked for.
 */
export function sequence(
  building: Building,
  layers: readonly Layer[],
  input: Shape,
  needsInput: boolean,
): Step {
  const steps: { run: Step; isDifferentiated: boolean }[] = []
  let shape = input
  let isTrainedBelow = needsInput
  for (const layer of layers) {
    const run = compileLayer(building, layer, shape, isTrainedBelow)
    isTrainedBelow ||= hasTrainedParameters(layer)
    steps.push({ run, isDifferentiated: isTrainedBelow })
    shape = outputShape(layer, shape)
  }

  return (x, pass) => {
    const done: Forward[] = []
    let current: Tensor = x
    const kept = new Set<Tensor>()
    for (const { run, isDifferentiated } of steps) {
      const forward = run(current, pass)
      if (pass.isTraining && isDifferentiated) for (const tensor of forward.keeps) kept.add(tensor)
      if (current !== x && current !== forward.y && !kept.has(current)) current.dispose()
      done.push(forward)
      current = forward.y
    }
    return {
      y: current,
      keeps: [...kept].filter((tensor) => tensor === x || tensor === current),
      backward(dy) {
        let gradient: Tensor | null = dy
        for (let i = done.length - 1; i >= 0; i--) {
          const forward = done[i]
          if (!forward || !steps[i]?.isDifferentiated) return null
          const before: Tensor = gradient
          gradient = forward.backward(before)
          // The sequence's own input, output and output gradient are the caller's to free.
          if (before !== dy && before !== gradient) before.dispose()
          const { y } = forward
          const isPassedThrough = y === (done[i - 1]?.y ?? x) // dropout at rate 0 hands on what it got
          if (!isPassedThrough && y !== current && !y.isDisposed) y.dispose()
          if (gradient === null) return null
        }
        return gradient
      },
    }
  }
}
