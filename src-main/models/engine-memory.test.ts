import { describe, expect, it } from 'vitest'
import { predictMemory, predictedTotal } from '#models/memory-prediction.ts'
import { resnet } from '#models/resnet.ts'
import { onnxWorkspace, predictedHostGrowth, workspaceTotal } from './engine-memory.ts'

const mib = 2 ** 20

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
    const model = resnet({ depth: 18, classes: 10 })
    const workspace = onnxWorkspace(model, 'adam', 4)
    for (const bytes of Object.values(workspace)) expect(bytes).toBeGreaterThan(0)
    expect(predictedHostGrowth(model, 'adam', 4)).toBe(
      predictedTotal(predictMemory(model, 'adam', 4)) + workspaceTotal(workspace),
    )
  })
})
