import { describe, it } from 'vitest'
import { noSoftwareGpu, softwareGpu } from '../../testing/software-gpu.ts'
import { openWebgpu } from '../webgpu-runtime.ts'
import { expectWeightGradient } from './gpu-weight-gradient.testing.ts'

if (softwareGpu() === null) it.skip(`the weight gradient on a GPU in software, because ${noSoftwareGpu}`)
else
  describe('the weight gradient as one product, on a GPU in software', () => {
    // Those of ResNet: a shortcut, a block, a block with a stride, the stem.
    for (const [kernel, stride, padding] of [
      [1, 2, 0],
      [3, 1, 1],
      [3, 2, 1],
      [7, 2, 3],
    ] as const)
      it(`kernel ${kernel}, stride ${stride}, padding ${padding}`, async () => {
        await expectWeightGradient(await openWebgpu(), { kernel, stride, padding })
      })
  })
