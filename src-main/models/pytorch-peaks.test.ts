/**
 * The predicted peak of a training step against allocation traces of PyTorch on a CPU, made by
 * bench/pytorch/memory_trace.py: three networks at 224 px, two batch sizes, three optimizers.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { predictMemory, predictPeak, predictedTotal } from './memory-prediction.ts'
import { parametersOf } from './parameters.ts'
import { resnet } from './resnet.ts'
import { sizeOf } from './shapes.ts'

const fixture = z
  .object({
    classes: z.int(),
    side: z.int(),
    readings: z.array(
      z.object({
        depth: z.union([z.literal(18), z.literal(50), z.literal(152)]),
        batch: z.int(),
        optimizer: z.enum(['sgd', 'momentum', 'adam']),
        /** Weights, buffers, optimizer state and the batch, in MB to two decimals. */
        before: z.number(),
        peak: z.number(),
        phase: z.enum(['forward pass', 'backward pass', 'update']),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('fixtures/pytorch-peaks.json', import.meta.url), 'utf8')))

describe.each(fixture.readings)(
  'ResNet-$depth, batch $batch, $optimizer',
  ({ depth, batch, optimizer, before, peak, phase }) => {
    const model = resnet({ depth, classes: fixture.classes, side: fixture.side })

    it('holds before a step what is predicted, to the 10 kB of the trace', () => {
      const { weights, buffers, optimizerState } = predictMemory(model, optimizer, batch)
      const images = 4 * batch * 3 * fixture.side ** 2
      expect((weights + buffers + optimizerState + images) / 1e6).toBeCloseTo(before, 2)
    })

    it('has its peak where it is predicted, and there at most one convolution’s scratch memory more', () => {
      const predicted = predictPeak(model, optimizer, batch)
      expect(predicted.moment).toBe(phase)
      const scratch = peak - predictedTotal(predicted) / 1e6
      // oneDNN computes the gradient of a weight in a layout of its own, beside the one that it returns.
      const largest = Math.max(...parametersOf(model).map(({ shape }) => (4 * sizeOf(shape)) / 1e6))
      expect(scratch).toBeGreaterThan(-0.01)
      expect(scratch).toBeLessThanOrEqual(largest)
      expect(scratch / peak).toBeLessThan(0.025)
    })
  },
)
