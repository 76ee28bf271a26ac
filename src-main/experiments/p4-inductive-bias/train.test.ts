import { beforeAll, describe, expect, it } from 'vitest'
import type { Value, Values } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import { apartInline } from '../apart-inline.ts'
import type { ApartJob, ApartOutcome, Json } from '../apart.ts'
import { bareSurroundings, collectRun } from '../collect-run.ts'
import type { Engine, ExampleSet, TrainContext, TrainEvent, TrainingSession } from '../train.ts'
import { accuracy as accuracy4b, part as part4b, stripes as stripes4b } from './parts/4b.ts'
import { cellTrack } from './pure/cells.ts'
import { snapshotNames } from './pure/snapshots.ts'
import { seedsOf, type AccuracyRow } from './pure/tables.ts'

const small = { perClass: [4, 6], epochs: 2, validationImages: 5, seeds: 2 }
const asked = part4b.slots.main.ask(small)
type Apart = TrainContext['apart']

const rowsIn = (values: Values | undefined): readonly AccuracyRow[] => accuracy4b.of(values ?? {}) ?? []
const rowsOfRun = (values: ReadonlyMap<string, Value>): readonly AccuracyRow[] =>
  rowsIn(Object.fromEntries(values))

function contextFor(apart: Apart): TrainContext {
  const none = () => Promise.reject(new Error('The run’s own process opens nothing.'))
  return {
    random: new Random(7),
    signal: new AbortController().signal,
    openEngine: none,
    readDevice: none,
    dataset: none,
    apart,
  }
}

/** Carries jobs out in this process, but those in `kept` are reported as finished by an earlier attempt. */
function apartWith(
  kept: ReadonlyMap<string, Json> = new Map(),
  isLost: (job: ApartJob) => boolean = () => false,
): Apart {
  return async function* (jobs): AsyncGenerator<ApartOutcome> {
    for (const job of jobs) {
      const result = kept.get(job.key)
      if (result !== undefined) {
        yield { type: 'finished', key: job.key, result, isKept: true }
        continue
      }
      if (isLost(job)) {
        yield { type: 'failed', key: job.key, problem: 'its process ended', isProcessLost: true }
        continue
      }
      let engine: Promise<Engine> | null = null
      yield* apartInline(
        (own) => asked.job(own),
        [job],
        () => ({
          ...contextFor(apartNever),
          openEngine: () => (engine ??= bareSurroundings.engine()),
          close: async () => (await engine)?.close(),
        }),
      )
    }
  }
}
const apartNever: Apart = () => {
  throw new Error('A job starts no jobs.')
}

async function valuesOf(events: ReturnType<typeof asked.train>): Promise<Values[]> {
  const all: Values[] = []
  for await (const event of events)
    if (event.type === 'value') all.push({ ...all.at(-1), [event.id]: event.value })
  return all
}

/** Results of the networks of `asked`, as they are stored and read back. */
const results = new Map<string, Json>()

describe('a run of many networks', () => {
  let whole: Values[] = []
  beforeAll(async () => {
    const inner = apartWith()
    const apart: Apart = async function* (jobs) {
      for await (const outcome of inner(jobs)) {
        // As it is stored and read back.
        if (outcome.type === 'finished')
          results.set(outcome.key, JSON.parse(JSON.stringify(outcome.result)) as Json)
        yield outcome
      }
    }
    whole = await valuesOf(asked.train(contextFor(apart)))
  })

  it('yields its table again after each network, with those that are finished', () => {
    const tables = whole.map(rowsIn)
    const finished = tables.map((rows) => rows.reduce((sum, row) => sum + seedsOf(row).length, 0))
    expect(finished).toEqual([...finished].sort((a, b) => a - b))
    expect(finished[0]).toBe(1)
    expect(finished.at(-1)).toBe(2 * 2 * 3)
    expect(new Set(finished).size).toBe(12)
  })

  it('carries mean, range and the seeds they come from', () => {
    const rows = rowsIn(whole.at(-1))
    expect(rows.map(({ network, perClass }) => `${network} ${perClass}`)).toEqual([
      'cnn 4',
      'cnn 6',
      'mlp 4',
      'mlp 6',
      'frozen 4',
      'frozen 6',
    ])
    for (const row of rows) {
      const { accuracy, lowest, highest, epochs } = row
      expect(seedsOf(row)).toEqual([7, 8])
      expect(epochs).toBe(2)
      expect(accuracy).toBeCloseTo(((lowest ?? NaN) + (highest ?? NaN)) / 2, 9)
    }
  })

  it('gives identical tables when it is resumed with some networks kept', async () => {
    for (const count of [1, 5, 12]) {
      const kept = new Map([...results].slice(0, count))
      const resumed = await valuesOf(asked.train(contextFor(apartWith(kept))))
      expect(resumed.at(-1)).toEqual(whole.at(-1))
    }
  })

  it('keeps what is finished where a network cannot be trained, and then says which', async () => {
    const lost = cellTrack('cnn', 6, 0)
    const kept = new Map(results)
    kept.delete(lost)
    const seen: TrainEvent[] = []
    const run = async () => {
      const apart = apartWith(kept, (job) => job.key === lost)
      for await (const event of asked.train(contextFor(apart))) seen.push(event)
    }
    await expect(run()).rejects.toThrow(
      `1 of 12 networks could not be trained (${lost}: its process ended); resume the run to try them again.`,
    )
    const tables = seen.flatMap((event) =>
      event.type === 'value' && event.id === accuracy4b.id ? [{ [event.id]: event.value }] : [],
    )
    const seedsAt6 = (network: string) =>
      rowsIn(tables.at(-1))
        .filter((row) => row.network === network && row.perClass === 6)
        .map(seedsOf)
    expect(seedsAt6('cnn')).toEqual([[8]])
    expect(seedsAt6('mlp')).toEqual([[7, 8]])
  })

  it('leaves out a network whose job came back with something else, and says which', async () => {
    const broken = cellTrack('mlp', 4, 0)
    const kept = new Map(results)
    kept.set(broken, { seed: 7, checkpoints: 'none' })
    const seen: TrainEvent[] = []
    const run = async () => {
      for await (const event of asked.train(contextFor(apartWith(kept)))) seen.push(event)
    }
    await expect(run()).rejects.toThrow(
      `1 of 12 networks could not be trained (${broken}: its result cannot be read)`,
    )
    expect(seen.some((event) => event.type === 'value')).toBe(true)
  })
})

/** An engine whose networks answer every image alike until an epoch, and nothing from it on. */
function constantEngine(divergesAt: number): () => Promise<Engine> {
  const compile: Engine['compile'] = () => {
    let epochs = 0
    const session = {
      train: () => Promise.resolve(Float32Array.of(++epochs)),
      evaluate: ({ count }: ExampleSet) => {
        const outputs = new Float32Array(3 * count).fill(epochs < divergesAt ? 1 : NaN)
        return Promise.resolve({ loss: NaN, accuracy: 0, outputs })
      },
      readWeights: () => Promise.resolve({ 'conv1.weight': new Float32Array(147) }),
      dispose: () => Promise.resolve(),
    }
    return Promise.resolve(session as unknown as TrainingSession)
  }
  const description = { name: 'none', version: '1', device: 'none', reason: 'test' }
  return () => Promise.resolve({ description, compile, close: () => Promise.resolve() })
}

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
