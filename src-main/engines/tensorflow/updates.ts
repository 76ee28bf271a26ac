import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Optimizer } from '../engine.ts'
import type { RawOp, RawOps } from './raw-ops.ts'

/** Moves one parameter by its gradient: takes value, gradient and state, returns the new value and state. */
export type Update = (
  value: Tensor,
  gradient: Tensor,
  state: readonly Tensor[],
) => {
  readonly value: Tensor
  readonly state: readonly Tensor[]
}

/** The updates of one step, as PyTorch defines them; `step` counts from 1. Call inside a tidy: scalars are made here. */
export function updateAt(ops: RawOps, optimizer: Optimizer, learningRate: number, step: number): Update {
  const add = ops.define('AddV2')
  const subtract = ops.define('Sub')
  const multiply = ops.define('Mul')
  const divide = ops.define('RealDiv')
  const root = ops.define('Sqrt')
  const rate = ops.tf.scalar(learningRate)
  /** Applies an operation and frees the tensors that were only on the way to it. */
  const consume = (op: RawOp, left: Tensor, right: Tensor, ...spent: Tensor[]): Tensor => {
    const result = op(left, right)
    for (const tensor of spent) tensor.dispose()
    return result
  }
  const moved = (value: Tensor, direction: Tensor): Tensor => {
    const change = multiply(direction, rate)
    return consume(subtract, value, change, change)
  }
  if (optimizer.kind === 'sgd') return (value, gradient) => ({ value: moved(value, gradient), state: [] })
  if (optimizer.kind === 'momentum') {
    const momentum = ops.scalar(optimizer.momentum)
    return (value, gradient, [velocity]) => {
      if (!velocity) throw new Error('Momentum needs its velocity.')
      const slowed = multiply(velocity, momentum)
      const next = consume(add, slowed, gradient, slowed)
      return { value: moved(value, next), state: [next] }
    }
  }
  const { beta1, beta2, epsilon } = optimizer
  const average = (old: Tensor, fresh: Tensor, beta: number, ...spent: Tensor[]): Tensor => {
    const kept = multiply(old, ops.scalar(beta))
    const added = consume(multiply, fresh, ops.scalar(1 - beta), ...spent)
    return consume(add, kept, added, kept, added)
  }
  const stepSize = ops.tf.scalar(learningRate / (1 - beta1 ** step))
  const correction = ops.tf.scalar(Math.sqrt(1 - beta2 ** step))
  return (value, gradient, [mean, square]) => {
    if (!mean || !square) throw new Error('Adam needs both its averages.')
    const nextMean = average(mean, gradient, beta1)
    const squared = multiply(gradient, gradient)
    const nextSquare = average(square, squared, beta2, squared)
    const deviation = root(nextSquare)
    const corrected = consume(divide, deviation, correction, deviation)
    const safe = consume(add, corrected, ops.scalar(epsilon), corrected)
    const scaled = multiply(nextMean, stepSize)
    const change = consume(divide, scaled, safe, scaled, safe)
    return { value: consume(subtract, value, change, change), state: [nextMean, nextSquare] }
  }
}
