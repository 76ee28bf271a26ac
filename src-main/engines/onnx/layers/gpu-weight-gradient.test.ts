import { describe, it } from 'vitest'
import { openNative } from '../runtime.ts'
import { expectWeightGradient } from './gpu-weight-gradient.testing.ts'

describe('the weight gradient as one product', () => {
  for (const kernel of [1, 2, 3, 4, 5, 7])
    for (const stride of [1, 2, 3])
      for (const padding of [0, 1, 2, 3])
        if (padding < kernel)
          it(`kernel ${kernel}, stride ${stride}, padding ${padding}`, async () => {
            await expectWeightGradient(await openNative(), { kernel, stride, padding })
          })
})
