import { beforeAll, describe, expect, it } from 'vitest'
import { findPreset, parseParams } from '#contract/params.ts'
import type { Values } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import { apartInline } from '../apart-inline.testing.ts'
import type { ApartJob, ApartOutcome, Json } from '../apart.ts'
import { bareSurroundings, collectRun } from '../collect-run.testing.ts'
import type { Engine, ExampleSet, Train, PresetContext, TrainEvent, TrainingSession } from '../train.ts'
import { cellTrack } from './cells.ts'
import { definition } from './definition.ts'
import { snapshotNames } from './snapshots.ts'
import { accuracyLayout, rowsOf } from './tables.ts'
import { train, trainApart } from './train.ts'

const small = { perClass: [4, 6], epochs: 2, validationImages: 5, seeds: 2 }
type Apart = PresetContext['apart']

function contextFor(preset: string, given: Record<string, unknown>, apart: Apart): PresetContext {
  const params = parseParams(definition, findPreset(definition, preset), given)
  const { signal } = new AbortController()
  const none = () => Promise.reject(new Error('The run’s own process opens nothing.'))
  return {
    params,
    preset,
    random: new Random(7),
    signal,
    openEngine: none,
    readDevice: none,
    dataset: none,
    apart,
  }
}

/** Carries jobs out in this process, but those in `kept` are told as finished by an earlier attempt. */
function apartWith(
  context: Pick<PresetContext, 'params' | 'preset'>,
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
        (own) => trainApart({ ...own, ...context }),
        [job],
        () => ({
          ...contextFor(context.preset, context.params, apartNever),
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

async function* eventsWith(
  preset: string,
  given: Record<string, unknown>,
  kept?: ReadonlyMap<string, Json>,
  isLost?: (job: ApartJob) => boolean,
): AsyncGenerator<TrainEvent> {
  const params = parseParams(definition, findPreset(definition, preset), given)
  yield* train(contextFor(preset, given, apartWith({ params, preset }, kept, isLost)))
}

async function valuesOf(events: ReturnType<Train>): Promise<Values[]> {
  const all: Values[] = []
  for await (const event of events)
    if (event.type === 'value') all.push({ ...all.at(-1), [event.id]: event.value })
  return all
}

describe('a run of many networks', () => {
  const results = new Map<string, Json>()
  let whole: Values[] = []
  beforeAll(async () => {
    const params = parseParams(definition, findPreset(definition, '4b'), small)
    const inner = apartWith({ params, preset: '4b' })
    const apart: Apart = async function* (jobs) {
      for await (const outcome of inner(jobs)) {
        // As it is stored and read back.
        if (outcome.type === 'finished')
          results.set(outcome.key, JSON.parse(JSON.stringify(outcome.result)) as Json)
        yield outcome
      }
    }
    whole = await valuesOf(train(contextFor('4b', small, apart)))
  })

  it('yields its table again after each network, with those that are finished', () => {
    const tables = whole.map((values) => rowsOf(values['4b.accuracy'], accuracyLayout))
    const finished = tables.map((rows) => rows.reduce((sum, row) => sum + row.seeds.length, 0))
    expect(finished).toEqual([...finished].sort((a, b) => a - b))
    expect(finished[0]).toBe(1)
    expect(finished.at(-1)).toBe(2 * 2 * 3)
    expect(new Set(finished).size).toBe(12)
  })

  it('carries mean, range and the seeds they come from', () => {
    const rows = rowsOf(whole.at(-1)?.['4b.accuracy'], accuracyLayout)
    expect(rows.map(({ network, perClass }) => `${network} ${perClass}`)).toEqual([
      'cnn 4',
      'cnn 6',
      'mlp 4',
      'mlp 6',
      'frozen 4',
      'frozen 6',
    ])
    for (const { seeds, accuracy, lowest, highest, epochs } of rows) {
      expect(seeds).toEqual([7, 8])
      expect(epochs).toBe(2)
      expect(accuracy).toBeCloseTo(((lowest ?? NaN) + (highest ?? NaN)) / 2, 9)
    }
  })

  it('gives identical tables when it is resumed with some networks kept', async () => {
    for (const count of [1, 5, 12]) {
      const kept = new Map([...results].slice(0, count))
      const resumed = await valuesOf(eventsWith('4b', small, kept))
      expect(resumed.at(-1)).toEqual(whole.at(-1))
    }
  })

  it('keeps what is finished where a network cannot be trained, and then says which', async () => {
    const lost = cellTrack('cnn', 6, 0)
    const seen: TrainEvent[] = []
    const run = async () => {
      for await (const event of eventsWith('4b', small, results, (job) => job.key === lost)) seen.push(event)
    }
    results.delete(lost)
    await expect(run()).rejects.toThrow(
      `1 of 12 networks could not be trained (${lost}: its process ended); resume the run to try them again.`,
    )
    const tables = seen.flatMap((event) =>
      event.type === 'value' && event.id === '4b.accuracy' ? [event.value] : [],
    )
    const rows = rowsOf(tables.at(-1), accuracyLayout)
    expect(rows.find(({ network, perClass }) => network === 'cnn' && perClass === 6)?.seeds).toEqual([8])
    expect(rows.find(({ network, perClass }) => network === 'mlp' && perClass === 6)?.seeds).toEqual([7, 8])
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
    for (const row of rowsOf(dead.values.get('4b.accuracy'), accuracyLayout))
      expect(row).toMatchObject({ stuck: 1, atChance: 0, diverged: 0, accuracy: 100 / 3 })
    const young = await collectRun('4b', { perClass: [10], epochs: 2 }, 182)
    const rows = rowsOf(young.values.get('4b.accuracy'), accuracyLayout)
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
    const rows = rowsOf(run.values.get('4b.accuracy'), accuracyLayout)
    expect(rows).toHaveLength(3)
    for (const { network, ...row } of rows) {
      expect(row).toMatchObject({ epochs: 20, accuracy: null, trainAccuracy: null, diverged: 1, stuck: 0 })
      const own = run.samples.filter(({ track }) => track === cellTrack(network, 3, 0))
      expect(own.map(({ values }) => Number.isNaN(values['trainLoss']))).toEqual([false, false, true])
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
