import { describe, expect, it } from 'vitest'
import { onnxWorkspace, predictedHostGrowth, workspaceTotal } from './engine-memory.ts'
import { predictMemory, predictedTotal } from './memory-prediction.ts'
import { resnet, type ResnetDepth } from './resnet.ts'

const homework = (depth: ResnetDepth, classes = 10) => resnet({ depth, classes })
const mib = 2 ** 20

describe('predictMemory', () => {
  it('is the arithmetic of the homework for ResNet-152', () => {
    const sgd = predictMemory(homework(152), 'sgd', 0)
    expect(sgd.weights).toBe(232_657_192)
    expect(sgd.gradients).toBe(232_657_192)
    expect(sgd.buffers).toBe(606_936)
    expect(sgd.optimizerState).toBe(0)
    expect(predictMemory(homework(152), 'momentum', 0).optimizerState).toBe(232_657_192)
    expect(predictMemory(homework(152), 'adam', 0).optimizerState).toBe(465_316_252)
    const totals = (['sgd', 'momentum', 'adam'] as const).map((kind) =>
      predictedTotal(predictMemory(homework(152), kind, 0)),
    )
    // Adam's step counters, 1868 bytes, are not in the handout's last total.
    const counted = totals.map((bytes, i) => (i === 2 ? bytes - 1868 : bytes))
    expect(counted.map((bytes) => Math.round(bytes / 1e3) / 1e3)).toEqual([465.921, 698.579, 931.236])
  })

  it('counts activations for each image, and the images', () => {
    const of = (depth: ResnetDepth, batch: number) => predictMemory(homework(depth), 'sgd', batch).activations
    expect(of(18, 1)).toBe(21_577_728 + 602_112)
    expect(of(152, 1) / 1e6).toBeCloseTo(176.828 + 0.602, 2)
    expect(of(18, 64)).toBe(64 * of(18, 1))
  })

  it('knows ImageNet’s thousand classes', () => {
    expect(predictMemory(homework(152, 1000), 'sgd', 0).weights).toBe(240_771_232)
    expect(predictMemory(homework(18), 'sgd', 0).weights).toBe(4 * 11_181_642)
  })
})

describe('predictedHostGrowth', () => {
  /** Highest resident set less that of the open engine, in MiB, as measured on two cores (onnxruntime-node 1.30). */
  const measured = [
    [18, 32, 8, 'sgd', 276],
    [18, 32, 512, 'sgd', 611],
    [18, 64, 256, 'sgd', 984],
    [18, 64, 16, 'momentum', 481],
    [18, 64, 16, 'adam', 648],
    [18, 224, 16, 'sgd', 849],
    [34, 64, 64, 'sgd', 684],
    [50, 64, 8, 'momentum', 923],
    [50, 64, 8, 'adam', 1290],
    [50, 64, 64, 'sgd', 1055],
    [152, 32, 8, 'adam', 3040],
  ] as const
  it.each(measured)(
    'is within 15 percent of ResNet-%i, side %i, batch %i, %s',
    (depth, side, batch, kind, growth) => {
      const model = resnet({ depth, classes: 10, side })
      const predicted = predictedHostGrowth(model, kind, batch) / mib
      expect(Math.abs(predicted / growth - 1)).toBeLessThan(0.15)
    },
  )

  it('is the theory and the workspace, each kind of it positive', () => {
    const model = homework(18)
    const workspace = onnxWorkspace(model, 'adam', 4)
    for (const bytes of Object.values(workspace)) expect(bytes).toBeGreaterThan(0)
    expect(predictedHostGrowth(model, 'adam', 4)).toBe(
      predictedTotal(predictMemory(model, 'adam', 4)) + workspaceTotal(workspace),
    )
  })
})
