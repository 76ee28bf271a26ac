import type { Optimizer } from '#engines/engine.ts'
import type { GraphBuilder, Value } from './graph-builder.ts'
import type { Gradient } from './layers/layer.ts'

/**
 * How an optimizer is written into the graph. The learning rate enters where it costs nothing: SGD and momentum
 * scale the gradient of the loss by it, so every gradient of the graph arrives multiplied, and the velocity is
 * kept multiplied too. Adam takes its two factors of each step instead.
 */
export interface UpdateRule {
  /** Names of the tensors it keeps for each parameter. */
  readonly state: readonly string[]
  readonly isGradientScaled: boolean
  /** New parameter and new state; `factors` [2] are Adam's of this step. */
  write(
    graph: GraphBuilder,
    parameter: Value,
    state: readonly Value[],
    gradient: Gradient,
    factors: Value | null,
  ): { readonly parameter: Value; readonly state: readonly Value[] }
}

/** The gradient as a tensor of `shape`. */
export function realize(graph: GraphBuilder, gradient: Gradient, shape: readonly number[]): Value {
  if ('value' in gradient) return gradient.value
  return graph.node('Gemm', [gradient.left, gradient.right], shape, { transA: 1 })
}

/** The update rule of an optimizer; its constants are written in, the learning rate is not. */
export function updateRule(optimizer: Optimizer): UpdateRule {
  switch (optimizer.kind) {
    case 'sgd':
      return sgd
    case 'momentum':
      return momentum(optimizer.momentum)
    case 'adam':
      return adam(optimizer.beta1, optimizer.beta2, optimizer.epsilon)
  }
}

/** w' = w - lr g; a dense layer's product and the subtraction are one operator. */
const sgd: UpdateRule = {
  state: [],
  isGradientScaled: true,
  write(graph, parameter, _state, gradient) {
    const { shape } = parameter
    if ('value' in gradient)
      return { parameter: graph.node('Sub', [parameter, gradient.value], shape), state: [] }
    const updated = graph.node('Gemm', [gradient.left, gradient.right, parameter], shape, {
      transA: 1,
      alpha: { real: -1 },
    })
    return { parameter: updated, state: [] }
  },
}

/** v' = m v + g, w' = w - lr v'; kept is u = lr v, so u' = m u + lr g and w' = w - u'. */
function momentum(factor: number): UpdateRule {
  return {
    state: ['velocity'],
    isGradientScaled: true,
    write(graph, parameter, [velocity], gradient) {
      if (!velocity) throw new TypeError('Momentum keeps one tensor.')
      const { shape } = parameter
      const next =
        'value' in gradient
          ? graph.node(
              'Add',
              [graph.node('Mul', [velocity, graph.scalar(factor)], shape), gradient.value],
              shape,
            )
          : graph.node('Gemm', [gradient.left, gradient.right, velocity], shape, {
              transA: 1,
              beta: { real: factor },
            })
      return { parameter: graph.node('Sub', [parameter, next], shape), state: [next] }
    },
  }
}

/** w' = w - factors[0] m' / (sqrt(v') factors[1] + epsilon), where the factors hold the bias corrections. */
function adam(beta1: number, beta2: number, epsilon: number): UpdateRule {
  return {
    state: ['first moment', 'second moment'],
    isGradientScaled: false,
    write(graph, parameter, [first, second], gradient, factors) {
      if (!first || !second || !factors) throw new TypeError('Adam keeps two tensors and takes two factors.')
      const { shape } = parameter
      const [step, correction] = graph.split('Split', [factors], [[1], [1]], { axis: 0 })
      if (!step || !correction) throw new TypeError('There are two factors.')
      const g = realize(graph, gradient, shape)
      const blend = (old: Value, added: Value, beta: number): Value => {
        const kept = graph.node('Mul', [old, graph.scalar(beta)], shape)
        return graph.node('Add', [kept, graph.node('Mul', [added, graph.scalar(1 - beta)], shape)], shape)
      }
      const nextFirst = blend(first, g, beta1)
      const nextSecond = blend(second, graph.node('Mul', [g, g], shape), beta2)
      const root = graph.node('Mul', [graph.node('Sqrt', [nextSecond], shape), correction], shape)
      const divisor = graph.node('Add', [root, graph.scalar(epsilon)], shape)
      const change = graph.node('Div', [graph.node('Mul', [nextFirst, step], shape), divisor], shape)
      return {
        parameter: graph.node('Sub', [parameter, change], shape),
        state: [nextFirst, nextSecond],
      }
    },
  }
}

/** Adam's two factors of step `step` (the first is 1): learning rate and second moment, bias-corrected. */
export function adamFactors(
  optimizer: Extract<Optimizer, { kind: 'adam' }>,
  learningRate: number,
  step: number,
): [number, number] {
  return [learningRate / (1 - optimizer.beta1 ** step), 1 / Math.sqrt(1 - optimizer.beta2 ** step)]
}
