import { describe, expect, it } from 'vitest'
import type { Value } from '#contract/samples.ts'
import { bareSurroundings, collectRun } from '../collect-run.testing.ts'
import type { Engine, ExampleSet, TrainingSession } from '../train.ts'
import { accuracy as accuracy4a } from './parts/4a.ts'
import { accuracy as accuracy4b, stripes as stripes4b } from './parts/4b.ts'
import { kernelSweep } from './parts/4e.ts'
import { cellTrack } from './pure/cells.ts'
import { snapshotNames } from './pure/snapshots.ts'
import type { AccuracyRow } from './pure/tables.ts'

const small = { perClass: [4, 6], epochs: 2, validationImages: 5, seeds: 2 }
const rowsOfRun = (values: ReadonlyMap<string, Value>): readonly AccuracyRow[] =>
  accuracy4b.of(Object.fromEntries(values)) ?? []

const unused = (): never => {
  throw new Error('The training of a cell does not use this.')
}

/** An engine whose networks answer as `outputsAt` says after so many epochs. */
function scriptedEngine(
  outputsAt: (epochs: number, examples: ExampleSet) => Float32Array<ArrayBuffer>,
): () => Promise<Engine> {
  const compile: Engine['compile'] = () => {
    let epochs = 0
    const session: TrainingSession = {
      train: () => Promise.resolve(Float32Array.of(++epochs)),
      evaluate: (examples) => Promise.resolve({ loss: 1, accuracy: 0, outputs: outputsAt(epochs, examples) }),
      readWeights: () => Promise.resolve({ 'conv1.weight': new Float32Array(147) }),
      dispose: () => Promise.resolve(),
      compileSeconds: 0,
      ...{ gradients: unused, writeWeights: unused, setLearningRate: unused, memory: unused },
    }
    return Promise.resolve(session)
  }
  const description = { name: 'none', version: '1', device: null, detail: '', reason: 'test' }
  return () => Promise.resolve({ description, compile, close: () => Promise.resolve() })
}

/** An engine whose networks answer every image alike until an epoch, and nothing from it on. */
const constantEngine = (divergesAt: number): (() => Promise<Engine>) =>
  scriptedEngine((epochs, { count }) => new Float32Array(3 * count).fill(epochs < divergesAt ? 1 : NaN))

/** An engine whose networks are right until an epoch, and answer every image alike from it on. */
const collapsingEngine = (collapsesAt: number): (() => Promise<Engine>) =>
  scriptedEngine((epochs, { count, targets }) => {
    const outputs = new Float32Array(3 * count)
    if (epochs < collapsesAt) targets.forEach((label, image) => (outputs[3 * image + label] = 5))
    return outputs
  })

describe('one network', () => {
  it('is trained alike whatever else the run trains', async () => {
    const one = { epochs: 3, validationImages: 5, perClass: [6], seeds: 1 }
    const alone = await collectRun('4b', one, 8)
    const among = await collectRun('4c', { ...one, ...small, epochs: 3 }, 7)
    for (const network of ['cnn', 'mlp'] as const) {
      const first = alone.samples.filter(({ track }) => track === cellTrack(network, 6, 0))
      const second = among.samples.filter(({ track }) => track === cellTrack(network, 6, 1))
      expect(first).toHaveLength(3)
      expect(second.map(({ values }) => values)).toEqual(first.map(({ values }) => values))
    }
  })

  it('shows its filters before the training and after every epoch, and at the end all it learned', async () => {
    const { snapshots, samples } = await collectRun('4b', {
      ...small,
      seeds: 1,
      perClass: [4],
    })
    const of = (network: 'cnn' | 'mlp' | 'frozen', name: string) =>
      snapshots.filter((one) => one.track === cellTrack(network, 4, 0) && one.name === name)
    expect(of('cnn', snapshotNames.kernels).map(({ step }) => step)).toEqual([0, 1, 2])
    expect(of('frozen', snapshotNames.kernels).map(({ step }) => step)).toEqual([0])
    expect(of('mlp', snapshotNames.kernels)).toEqual([])
    const [before, , after] = of('cnn', snapshotNames.kernels)
    expect(before?.shape).toEqual([3, 7, 7])
    expect(after?.data).not.toEqual(before?.data)
    const [weights] = of('cnn', snapshotNames.weights)
    expect(weights?.data.subarray(0, 147)).toEqual(after?.data)
    expect(of('mlp', snapshotNames.weights)[0]?.shape).toEqual([39_793])
    const [probabilities] = of('cnn', snapshotNames.probabilities)
    expect(probabilities?.shape).toEqual([15, 3])
    const right = samples.findLast(({ track }) => track === cellTrack('cnn', 4, 0))
    const hits = Array.from({ length: 15 }, (_, image) => {
      const row = [...(probabilities?.data.subarray(3 * image, 3 * image + 3) ?? [])]
      return row.indexOf(Math.max(...row)) === Math.floor(image / 5)
    })
    expect((100 * hits.filter(Boolean).length) / 15).toBeCloseTo(
      right?.values['validationAccuracy'] ?? NaN,
      9,
    )
  })

  it('that answers all images alike to its end is stuck; one that is only young is at chance', async () => {
    const given = { perClass: [3], epochs: 4, validationImages: 2 }
    const dead = await collectRun('4b', given, 1, {
      ...bareSurroundings,
      engine: constantEngine(Infinity),
    })
    expect(rowsOfRun(dead.values)).toHaveLength(3)
    for (const row of rowsOfRun(dead.values))
      expect(row).toMatchObject({ stuck: 1, atChance: 0, diverged: 0, accuracy: 100 / 3 })
    const young = await collectRun('4b', { perClass: [10], epochs: 2 }, 182)
    const rows = rowsOfRun(young.values)
    expect(rows.map(({ network, atChance, stuck }) => [network, atChance, stuck])).toContainEqual([
      'cnn',
      1,
      0,
    ])
  })

  it('that had learned and answers all images alike at its end fell back, and was not stuck', async () => {
    const engine = collapsingEngine(3)
    // The last half of its epochs is that of a network that learned nothing.
    const given = { perClass: [3], epochs: 12, validationImages: 20 }
    const run = await collectRun('4b', given, 1, { ...bareSurroundings, engine })
    expect(rowsOfRun(run.values)).toHaveLength(3)
    for (const row of rowsOfRun(run.values))
      expect(row).toMatchObject({
        ...{ stuck: 0, atChance: 0, fellBack: 1, diverged: 0 },
        peaks: '100 % in validation after epoch 1 (seed 1)',
      })
    const training = await collectRun('4a', { epochs: 12 }, 1, { ...bareSurroundings, engine })
    expect(accuracy4a.of(Object.fromEntries(training.values))?.[0]).toMatchObject({
      ...{ fellBack: 1, peaks: '100 % in training after epoch 1 (seed 1)' },
    })
    const sweep = await collectRun('4e-kernels', { kernels: [7], images: 3, seeds: 1, epochs: 12 }, 1, {
      ...bareSurroundings,
      engine,
    })
    expect(kernelSweep.of(Object.fromEntries(sweep.values))?.[0]).toMatchObject({ stuck: 0, fellBack: 1 })
  })

  it('that diverges ends there, and says so in its table', async () => {
    // From the third epoch on there is no answer.
    const engine = constantEngine(3)
    const given = { perClass: [3], epochs: 20, validationImages: 2, learningRate: 0.5 }
    const run = await collectRun('4b', given, 1, { ...bareSurroundings, engine })
    const rows = rowsOfRun(run.values)
    expect(rows).toHaveLength(3)
    for (const { network, ...row } of rows) {
      expect(row).toMatchObject({ epochs: 20, accuracy: null, trainAccuracy: null, diverged: 1, stuck: 0 })
      const own = run.samples.filter(({ track }) => track === cellTrack(network, 3, 0))
      expect(own.map(({ values }) => Number.isNaN(values['trainLoss']))).toEqual([false, false, true])
    }
    const stripes = stripes4b.of(Object.fromEntries(run.values)) ?? []
    expect(stripes).toHaveLength(6)
    // No learned filters are left to describe, and none are made up from the initial ones.
    for (const row of stripes) {
      expect(row.rowsBefore).toBe(0)
      expect([row.rowsAfter, row.columnsAfter]).toEqual([null, null])
    }
    const first = await collectRun('4a', { epochs: 9, learningRate: 0.5 }, 1, {
      ...bareSurroundings,
      engine,
    })
    expect(first.values.get('4a.cnn.trainAccuracy')).toEqual({
      value: null,
      notMeasured: 'The training diverged at epoch 3; lower the learning rate of 0.5.',
    })
  })
})
