import type { Training } from './training.ts'

/** Moves the weights [2] by one step against the gradient [2], in place. */
export type OptimizerStep = (weights: Float64Array, gradient: Float64Array) => void

type Settings = Pick<Training, 'optimizer' | 'learningRate' | 'momentum'>

/** The step of a training's optimizer, with its state at rest; each as PyTorch defines it. */
export function createOptimizer({ optimizer, learningRate, momentum }: Settings): OptimizerStep {
  if (optimizer === 'adam') return adam(learningRate)
  return optimizer === 'momentum' ? withMomentum(learningRate, momentum) : sgd(learningRate)
}

/** w <- w - lr g. */
function sgd(learningRate: number): OptimizerStep {
  return (weights, gradient) => {
    for (let i = 0; i < weights.length; i++)
      weights[i] = (weights[i] ?? 0) - learningRate * (gradient[i] ?? 0)
  }
}

/** v <- mu v + g, w <- w - lr v (torch.optim.SGD without dampening or Nesterov). */
function withMomentum(learningRate: number, momentum: number): OptimizerStep {
  const velocity = new Float64Array(2)
  return (weights, gradient) => {
    for (let i = 0; i < weights.length; i++) {
      const speed = momentum * (velocity[i] ?? 0) + (gradient[i] ?? 0)
      velocity[i] = speed
      weights[i] = (weights[i] ?? 0) - learningRate * speed
    }
  }
}

const firstDecay = 0.9
const secondDecay = 0.999
const epsilon = 1e-8

/** Adam (Kingma and Ba 2015) with bias correction, epsilon added after it, as torch.optim.Adam does. */
function adam(learningRate: number): OptimizerStep {
  const first = new Float64Array(2)
  const second = new Float64Array(2)
  let firstPower = 1
  let secondPower = 1
  return (weights, gradient) => {
    firstPower *= firstDecay
    secondPower *= secondDecay
    const size = learningRate / (1 - firstPower)
    const correction = Math.sqrt(1 - secondPower)
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i] ?? 0
      const m = firstDecay * (first[i] ?? 0) + (1 - firstDecay) * g
      const v = secondDecay * (second[i] ?? 0) + (1 - secondDecay) * g * g
      first[i] = m
      second[i] = v
      weights[i] = (weights[i] ?? 0) - (size * m) / (Math.sqrt(v) / correction + epsilon)
    }
  }
}
