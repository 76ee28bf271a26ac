import { checkLength, type Values } from './windows.ts'

/** max(x, 0), value by value. */
export function relu(input: Values): Float64Array {
  return Float64Array.from(input, (value) => (value > 0 ? value : 0))
}

/** Gradient on the input of a ReLU: `upstream` where the input is above 0; at 0 the gradient is 0, as in PyTorch. */
export function reluGradient(upstream: Values, input: Values): Float64Array {
  checkLength('gradient on a ReLU', upstream, input.length)
  return Float64Array.from(upstream, (value, i) => ((input[i] ?? NaN) > 0 ? value : 0))
}

/**
 * Inverted dropout with a given mask (1 where a value is kept, 0 where it is dropped): kept values are divided by
 * 1 - rate. The gradient is the same function of the gradient above.
 */
export function dropout(input: Values, mask: ArrayLike<number>, rate: number): Float64Array {
  checkLength('mask of a dropout layer', mask, input.length)
  return Float64Array.from(input, (value, i) => (value * (mask[i] ?? NaN)) / (1 - rate))
}
