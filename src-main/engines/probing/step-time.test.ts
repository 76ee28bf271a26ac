import { expect, it } from 'vitest'
import { resnet } from '#models/resnet.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import { openReferenceEngine } from '../testing/engine-suite-reference.ts'
import { calibrate } from './calibrate.ts'
import { fitCalibration, predictedMs, workOf } from './step-time.ts'

const calibration = { stepMs: 0.2, layerMs: 0.05, megaMs: 0.01 }

it('counts what is within residual blocks', () => {
  const work = workOf(resnet({ depth: 18, classes: 10, form: 'cifar' }), 32)
  // 20 convolutions and 20 batch norms; 556 million multiply-adds an image forward.
  expect(work.layers).toBeGreaterThan(60)
  expect(work.megaMultiplyAdds / (3 * 32)).toBeCloseTo(556, -1)
  expect(workOf(simpleCnn({ classes: 10 }), 10).layers).toBe(7)
})

it('finds the numbers again that the times were made of', () => {
  const step = (layers: number, megaMultiplyAdds: number) => {
    const work = { layers, megaMultiplyAdds }
    return { work, ms: predictedMs(calibration, work) }
  }
  const fitted = fitCalibration(step(4, 0), step(20, 0), step(8, 5000))
  for (const name of ['stepMs', 'layerMs', 'megaMs'] as const)
    expect(fitted[name]).toBeCloseTo(calibration[name], 9)
})

it('takes a difference within the noise for nothing', () => {
  const at = (layers: number, ms: number) => ({ work: { layers, megaMultiplyAdds: 100 }, ms })
  expect(fitCalibration(at(4, 1), at(20, 0.9), at(8, 0.5))).toEqual({ stepMs: 1, layerMs: 0, megaMs: 0 })
})

it('calibrates an engine by its clock, and stops when a step is heavy enough', async () => {
  const engine = await openReferenceEngine()
  let clock = 0
  const models: string[] = []
  const watched: typeof engine = {
    ...engine,
    compile: async (options) => {
      models.push(options.model.name)
      const session = await engine.compile({ ...options })
      const work = workOf(options.model, options.batchSize)
      return {
        ...session,
        dispose: () => session.dispose(),
        // The clock goes on as the calibration says; nothing is computed.
        train: async (_, order) => {
          clock += (order.length / options.batchSize) * predictedMs(calibration, work)
          return new Float32Array(0)
        },
      }
    },
  }
  const found = await calibrate(watched, { now: () => clock, enoughMs: 1 })
  for (const name of ['stepMs', 'layerMs', 'megaMs'] as const)
    expect(Math.abs(found[name] / calibration[name] - 1)).toBeLessThan(0.02)
  expect(models).toHaveLength(5)
})
