import type { PlainLayer } from '#models/model.ts'
import { sizeOf } from '#models/shapes.ts'
import type { LayerWriter } from './layer.ts'

/** Images [batch, channels, height, width] as vectors [batch, features]; no work either way. */
export const flatten: LayerWriter<PlainLayer> = ({ graph }, _layer, input) => {
  const [batch = -1, ...sides] = input.shape
  return {
    output: graph.reshape(input, [batch, sizeOf(sides)]),
    backward: (gradient, isInputWanted) => (isInputWanted ? graph.reshape(gradient, input.shape) : null),
  }
}
