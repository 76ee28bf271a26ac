import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findInstallation } from './installation.ts'
import { loadTensorflow } from './load.ts'
import { tryLibrary } from './trial.ts'

const home = process.env['LAB182_HOME']
const installation = home === undefined ? null : await findInstallation(home)

if (installation === null)
  it.skip(
    'TensorFlow is not installed: run "npm run engine:tensorflow" and name the data folder in LAB182_HOME',
  )
else
  describe('the installed library', () => {
    // As Node 23 and later, which have neither; the package would throw at its first operation.
    const util = createRequire(import.meta.url)('node:util') as object
    for (const removed of ['isNullOrUndefined', 'isArray']) Reflect.deleteProperty(util, removed)
    const loaded = loadTensorflow(join(installation.folder, installation.addon))

    it('passes the trial and frees its tensors', async () => {
      const before = loaded.backend.binding.getNumOfTensors()
      expect(await tryLibrary(loaded)).toMatchObject({ outcome: 'passed', tensorflow: installation.version })
      expect(loaded.backend.binding.getNumOfTensors()).toBe(before)
      expect(loaded.tf.memory().numTensors).toBe(0)
    })

    it.each(['Conv2D', 'Conv2DBackpropFilter', 'MatMul', 'MaxPoolGrad'])(
      'a kernel %s that computes wrong fails the trial',
      async (kernel) => {
        const backend = Object.create(loaded.backend) as typeof loaded.backend
        backend.executeSingleOutput = (name, attributes, inputs) => {
          const right = loaded.backend.executeSingleOutput(name, attributes, inputs)
          return name === kernel ? right.mul(1.1) : right
        }
        const result = await tryLibrary({ tf: loaded.tf, backend })
        expect(result).toMatchObject({
          outcome: 'failed',
          problem: expect.stringMatching(/its (gradient|loss)/) as string,
        })
      },
    )
  })
