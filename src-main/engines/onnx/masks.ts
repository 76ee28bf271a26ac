import { sizeOf } from '#models/shapes.ts'
import type { Random } from '#numeric/random.ts'
import type { Feeds } from './feeds.ts'
import type { Runtime } from './runtime.ts'
import type { MaskDeclaration } from './step.ts'

/**
 * Dropout masks of `steps` steps, [steps, batch, ...] by input name, or of one step without that axis (null).
 * Drawn step after step, layer after layer, in memory order: kept, as 1 / (1 - rate), where a uniform number is
 * at least the rate.
 */
export function drawMasks(
  runtime: Runtime,
  masks: readonly MaskDeclaration[],
  random: Random,
  steps: number | null,
): Feeds {
  const arrays = masks.map((mask) => new Float32Array((steps ?? 1) * sizeOf(mask.shape)))
  for (let step = 0; step < (steps ?? 1); step++)
    masks.forEach(({ rate, shape }, index) => {
      const values = arrays[index]
      const size = sizeOf(shape)
      const kept = 1 / (1 - rate)
      if (values) random.fill(values, step * size, (step + 1) * size, rate, 0, kept)
    })
  return Object.fromEntries(
    masks.map(({ input, shape }, index) => [
      input,
      runtime.tensor(
        'float32',
        arrays[index] ?? new Float32Array(0),
        steps === null ? shape : [steps, ...shape],
      ),
    ]),
  )
}
