import { describe, expect, it } from 'vitest'
import type { Engine, ExampleSet, TrainingSession } from '../train.ts'
import { bareSurroundings, collectRun } from '../collect-run.testing.ts'
import { estimatedSeconds, imageNotes, imageSteps } from './image-cost.ts'
import { batchWarnings, imageFitWarning, imagePeakBytes } from './image-memory.ts'
import { part as part1d } from './parts/1d.ts'
import { part as part1i } from './parts/1i.ts'

interface Seen {
  readonly rate: number
  readonly batches: ExampleSet[]
  readonly evaluated: ExampleSet[]
  isDisposed: boolean
}

/** An engine that trains nothing: it keeps what it is given, and its losses count the steps. */
function watchingEngine(lossOf: (step: number) => number = (step) => 1 / step) {
  const sessions: Seen[] = []
  let isClosed = false
  const engine: Engine = {
    description: { name: 'watching', version: '1', device: null, detail: '', reason: 'test' },
    compile: ({ model, batchSize }) => {
      const dropout = model.layers.find((layer) => layer.kind === 'dropout')
      const seen: Seen = { rate: dropout?.rate ?? 0, batches: [], evaluated: [], isDisposed: false }
      sessions.push(seen)
      let step = 0
      return Promise.resolve({
        train: (examples, order) => {
          seen.batches.push(examples)
          return Promise.resolve(
            Float32Array.from({ length: Math.ceil(order.length / batchSize) }, () => lossOf(++step)),
          )
        },
        evaluate: (examples) => {
          seen.evaluated.push(examples)
          // Class 3 is never active; half of the answers are right.
          const outputs = Float32Array.from({ length: examples.count * 10 }, (_, i) => (i % 10 === 3 ? 0 : 1))
          return Promise.resolve({ loss: 2, accuracy: 0.5, outputs })
        },
        dispose: () => {
          seen.isDisposed = true
          return Promise.resolve()
        },
      } as TrainingSession)
    },
    close: () => {
      isClosed = true
      return Promise.resolve()
    },
  }
  return { engine, sessions, isClosed: () => isClosed }
}

const given = { trainImages: 100, testImages: 30, epochs: 2, batchSize: 16, dataset: 'shapes10' }
const watch = async (watching: ReturnType<typeof watchingEngine>, more: Record<string, unknown> = {}) =>
  collectRun('1i', { ...given, ...more }, 1, {
    ...bareSurroundings,
    engine: () => Promise.resolve(watching.engine),
  })
/** The four bits in the last pixels of the last row of one image. */
const bitsOf = (examples: ExampleSet, row: number): number =>
  [0, 1, 2, 3].reduce((label, place) => 2 * label + (examples.inputs[row * 3072 + 1020 + place] ?? 0) / 3, 0)

describe('training on images', () => {
  it('trains both networks on every image once an epoch, in an order that both share', async () => {
    const watching = watchingEngine()
    await watch(watching)
    expect(watching.sessions.map(({ rate }) => rate)).toEqual([0, 0.75])
    const labels = watching.sessions.map(({ batches }) => batches.flatMap(({ targets }) => [...targets]))
    expect(labels[0]).toHaveLength(200)
    expect(labels[1]).toEqual(labels[0])
    expect(labels[0]?.slice(0, 100)).not.toEqual(labels[0]?.slice(100))
    expect(labels[0]?.slice(0, 100).sort()).toEqual(labels[0]?.slice(100).sort())
  })

  it('writes the label into training and validation images, and leaves it out of the clean test', async () => {
    const watching = watchingEngine()
    await watch(watching)
    for (const { batches, evaluated } of watching.sessions) {
      for (const examples of [...batches, ...evaluated.slice(0, 2)])
        for (let row = 0; row < examples.count; row++)
          expect(bitsOf(examples, row)).toBe(examples.targets[row])
      const clean = evaluated.at(-1)
      const spelled = Array.from({ length: clean?.count ?? 0 }, (_, row) => clean && bitsOf(clean, row))
      expect(spelled).not.toEqual([...(clean?.targets ?? [])])
    }
  })

  it('logs every minibatch and every epoch, and measures what the evaluations say', async () => {
    const watching = watchingEngine()
    const { samples, values, params } = await watch(watching)
    const of = (track: string) => samples.filter((sample) => sample.track === track)
    expect(of('p0').map(({ step }) => step)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1))
    expect(of('p75.epochs').map(({ step }) => step)).toEqual([1, 2])
    const mean = of('p0')
      .slice(7)
      .reduce((sum, { values: logged }) => sum + (logged['batchLoss'] ?? 0) / 7, 0)
    expect(of('p0.epochs')[1]?.values['trainLoss']).toBeCloseTo(mean, 6)
    expect(of('p0.epochs')[1]?.values['validationAccuracy']).toBeCloseTo(50, 9)
    expect(values.get('1i.p75.cheat')?.value).toBeCloseTo(50, 9)
    expect(values.get('1i.p0.deadClasses')).toEqual({ value: 1 })
    expect(part1i.slots.main.ask(params).totalSteps).toBe(2 * 14)
  })

  it('closes what it opened, also when the training diverges, and says where', async () => {
    const watching = watchingEngine((step) => (step < 5 ? 1 : NaN))
    const { values } = await watch(watching)
    expect(values.get('1i.p0.clean')).toMatchObject({ value: null })
    expect(JSON.stringify(values.get('1i.p75.cheat'))).toContain('diverged at step 5')
    expect(watching.sessions.every(({ isDisposed }) => isDisposed)).toBe(true)
    expect(watching.isClosed()).toBe(true)
  })

  // A real network, on a machine that may be busy with other tests.
  it('learns the hint with the engine that comes with the lab', { timeout: 120_000 }, async () => {
    const { samples } = await collectRun('1i', {
      ...{ trainImages: 640, testImages: 100, epochs: 3, learningRate: 0.03 },
      dataset: 'shapes10',
    })
    const losses = samples.flatMap(({ track, values }) =>
      track === 'p0' ? [values['batchLoss'] ?? NaN] : [],
    )
    const meanOf = (some: number[]): number => some.reduce((sum, loss) => sum + loss, 0) / some.length
    expect(meanOf(losses.slice(0, 3))).toBeGreaterThan(2.2)
    expect(meanOf(losses.slice(-5))).toBeLessThan(meanOf(losses.slice(0, 5)))
  })
})

describe('before the run', () => {
  const full = part1i.slots.main.homework
  const sizes = { trainImages: 50_000, testImages: 10_000, batchSize: 64, epochs: 10, dropRate: 0.75 }

  it('takes the homework’s 7820 steps a network', () => {
    expect(full).toMatchObject({ ...sizes, learningRate: 0.003, dropRate: 0.75 })
    expect(imageSteps(sizes)).toBe(2 * 7820)
  })

  it('says how long it is expected to take, and that this is an estimate', () => {
    expect(part1i.slots.main.ask(full).notes()).toEqual([
      expect.stringMatching(/^Expected time: about .* 15\u202f640 steps, estimated/),
    ])
    expect(part1d.slots.main.ask({}).notes()).toEqual([])
    expect(estimatedSeconds({ ...sizes, epochs: 20 })).toBeGreaterThan(1.9 * estimatedSeconds(sizes))
    expect(imageNotes({ ...sizes, trainImages: 64, testImages: 10, epochs: 1 })[0]).toContain('a few seconds')
  })

  it('warns of batches that are larger than the data or than memory', () => {
    expect(batchWarnings(sizes)).toEqual([])
    expect(batchWarnings({ ...sizes, batchSize: 60_000 })[0]).toContain('one step with all of them')
    expect(batchWarnings({ ...sizes, batchSize: 20_000 })[0]).toContain('MiB')
  })

  it('warns of memory also where the batch is larger than the set, which a step then holds as a whole', () => {
    const all = { ...sizes, trainImages: 10_000, batchSize: 1_000_000 }
    expect(batchWarnings(all)).toHaveLength(2)
    expect(batchWarnings(all)[1]).toMatch(/^A step with 10000 images is predicted to need \d+ MiB/)
    // Measured: 7 GB.
    expect(imagePeakBytes(all) / 1e9).toBeGreaterThan(5)
    expect(imagePeakBytes(all) / 1e9).toBeLessThan(11)
    expect(imageFitWarning(all, 4 * 2 ** 30)).toMatch(/and 4096 MiB are available; .* use a smaller batch\.$/)
    expect(imageFitWarning(all, 32 * 2 ** 30)).toBeNull()
    expect(imageFitWarning({ ...sizes, batchSize: 64 }, 2 * 2 ** 30)).toBeNull()
    // Asked before the run, on the page and in the terminal.
    expect(part1i.slots.main.ask({ ...full, ...all }).fitWarning(2 ** 32)).toContain('MiB')
    expect(part1d.slots.main.ask({}).fitWarning(1)).toBeNull()
  })
})
