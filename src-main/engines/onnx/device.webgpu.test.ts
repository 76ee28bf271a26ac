import { describe, expect, it } from 'vitest'
import type { CompileOptions, Optimizer } from '#engines/engine.ts'
import { cheatingCnn } from '#models/cheating-cnn.ts'
import { initialWeights } from '#models/initial-weights.ts'
import { mlp } from '#models/mlp.ts'
import type { Model } from '#models/model.ts'
import { resnet } from '#models/resnet.ts'
import { modelOutputShape, sizeOf } from '#models/shapes.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import { Random } from '#numeric/random.ts'
import { noSoftwareGpu, softwareGpu } from '../testing/software-gpu.ts'
import { inOrder, randomExamples } from './engine.testing.ts'
import { GraphBuilder } from './graph-builder.ts'
import { cpuLowering } from './layers/cpu-lowering.ts'
import { gpuLowering } from './layers/gpu-lowering.ts'
import { encodeOnnx } from './onnx-file.ts'
import { evaluationProgram, gradientProgram } from './programs.ts'
import { OnnxSession } from './session.ts'
import { planStorage } from './storage.ts'
import { trainingProgram } from './training-programs.ts'
import { openWebgpu } from './webgpu-runtime.ts'

const models: readonly Model[] = [
  mlp({ classes: 3, hidden: [20, 10], input: [1, 8, 8] }),
  simpleCnn({ classes: 3, kernel: 5, input: [1, 12, 12] }),
  simpleCnn({ classes: 3, kernel: 3, pooling: 'average', input: [1, 10, 10] }),
  cheatingCnn({ dropRate: 0.5, input: [3, 8, 8] }),
  resnet({ depth: 18, classes: 10, form: 'cifar', side: 16, width: 4 }),
  { ...resnet({ depth: 18, classes: 3, side: 32, width: 4 }), name: 'ResNet-18, ImageNet form' },
  { ...resnet({ depth: 50, classes: 3, side: 32, width: 4 }), name: 'ResNet-50, ImageNet form' },
]
const sgd: Optimizer = { kind: 'sgd', learningRate: 0.1 }
const momentum: Optimizer = { kind: 'momentum', learningRate: 0.1, momentum: 0.9 }
const adam: Optimizer = { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

const options = (model: Model, optimizer: Optimizer): CompileOptions => ({
  ...{ model, optimizer, loss: 'softmaxCrossEntropy', batchSize: 4 },
  ...{ weights: initialWeights(model, new Random(2)), random: new Random(3) },
})

if (softwareGpu() === null) it.skip(`graphs on a GPU in software, because ${noSoftwareGpu}`)
else
  describe('graphs on a GPU in software', () => {
    it('refuses a graph with an operator for the CPU', async () => {
      const runtime = await openWebgpu()
      const graph = new GraphBuilder('refused')
      graph.output(cpuLowering.targetTable(graph, 'softmaxCrossEntropy', 3))
      await expect(runtime.open(encodeOnnx(graph.finish()), { isSmall: true })).rejects.toThrow(/fallback/i)
    })

    for (const model of models)
      for (const optimizer of [sgd, momentum, adam])
        it(`${model.name} with ${optimizer.kind}: no node of its graphs is on the CPU`, async () => {
          const runtime = await openWebgpu()
          for (const loss of ['softmaxCrossEntropy', 'meanSquaredError'] as const) {
            const written = {
              ...{ model, loss, optimizer, batch: 6, outputs: sizeOf(modelOutputShape(model)) },
              ...{ stored: planStorage(model), lowering: gpuLowering },
            }
            for (const program of [trainingProgram, gradientProgram, evaluationProgram]) {
              const session = await runtime.open(encodeOnnx(program(written).graph), { isSmall: true })
              await session.release()
            }
          }
        })

    it('keeps parameters, optimizer state and examples on the device, and reads nothing but losses', async () => {
      const runtime = await openWebgpu()
      const { memory } = runtime
      if (!memory) throw new Error('A GPU has memory of its own.')
      const copies = { up: 0, down: 0 }
      const counted: typeof memory = {
        ...memory,
        upload: (...given) => (copies.up++, memory.upload(...given)),
        read: (tensor) => (copies.down++, memory.read(tensor)),
      }
      const model = mlp({ classes: 3, hidden: [70, 70], input: [1, 8, 8] })
      const session = await OnnxSession.open({ ...runtime, memory: counted }, options(model, momentum))
      const examples = randomExamples(model, 'softmaxCrossEntropy', 40)
      await session.train(examples, inOrder(40))
      const { tensors } = session.memory()
      copies.up = copies.down = 0
      // Forty steps in two calls; each call may be cut in runs of few steps, and each run reads its losses once.
      const order = Int32Array.from({ length: 80 }, (_, i) => (7 * i) % 40)
      for (let call = 0; call < 2; call++) expect(await session.train(examples, order)).toHaveLength(20)
      expect(copies.up).toBe(0)
      expect(copies.down).toBeLessThanOrEqual(40)
      expect(session.memory().tensors).toBe(tensors)
      copies.down = 0
      await session.readWeights()
      expect(copies.down).toBe(planStorage(model).length)
      await session.dispose()
      expect(memory.count()).toBe(0)
    })

    it('trains on examples that do not fit into a tensor of the device as on those that do', async () => {
      const runtime = await openWebgpu()
      const model = mlp({ classes: 3, hidden: [5], input: [6] })
      const few = randomExamples(model, 'softmaxCrossEntropy', 20)
      const train = async (inputs: Float32Array): Promise<Float32Array> => {
        const session = await OnnxSession.open(runtime, options(model, sgd))
        const { targets } = few
        const count = inputs.length / 6
        const all = Int32Array.from({ length: count }, (_, i) => targets[i] ?? 0)
        const losses = await session.train({ inputs, targets: all, count }, inOrder(18))
        await session.dispose()
        return losses
      }
      const many = new Float32Array(6 * Math.ceil(2 ** 25 / 6 + 1))
      many.set(few.inputs)
      expect(await train(many)).toEqual(await train(few.inputs))
    })

    it('a step that the device has no memory for is out of memory, and the next one works', async () => {
      const runtime = await openWebgpu()
      const wide: Model = {
        name: 'wide',
        input: [1, 512, 512],
        layers: [
          {
            ...{
              name: 'conv',
              kind: 'conv2d',
              filters: 129,
              kernel: 1,
              stride: 1,
              padding: { kind: 'valid' },
            },
            ...{ hasBias: false, weight: { kind: 'uniform-fan-in' } },
          },
          { name: 'average', kind: 'globalAveragePool' },
          { name: 'fc', kind: 'dense', features: 2, hasBias: true, weight: { kind: 'uniform-fan-in' } },
        ],
      }
      const session = await OnnxSession.open(runtime, { ...options(wide, sgd), batchSize: 8 })
      const examples = { ...randomExamples(wide, 'softmaxCrossEntropy', 1), targets: Int32Array.of(1) }
      await expect(session.train(examples, new Int32Array(8))).rejects.toMatchObject({ isOutOfMemory: true })
      await session.dispose()
      const small = mlp({ classes: 3, hidden: [5], input: [6] })
      const next = await OnnxSession.open(runtime, options(small, sgd))
      const losses = await next.train(randomExamples(small, 'softmaxCrossEntropy', 8), inOrder(8))
      expect(losses.every((loss) => loss > 0)).toBe(true)
      await next.dispose()
    })
  })
