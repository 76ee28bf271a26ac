import { beforeAll, describe, expect, it } from 'vitest'
import type { Values } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import { apartInline } from '../apart-inline.testing.ts'
import type { ApartJob, ApartOutcome, Json } from '../apart.ts'
import { bareSurroundings } from '../collect-run.testing.ts'
import type { Engine, TrainContext, TrainEvent } from '../train.ts'
import { cellResult } from './job.ts'
import { accuracy as accuracy4b, part as part4b } from './parts/4b.ts'
import { cellTrack } from './pure/cells.ts'
import { seedsOf, type AccuracyRow } from './pure/tables.ts'

const small = { perClass: [4, 6], epochs: 2, validationImages: 5, seeds: 2 }
const asked = part4b.slots.main.ask(small)
type Apart = TrainContext['apart']

const rowsIn = (values: Values | undefined): readonly AccuracyRow[] => accuracy4b.of(values ?? {}) ?? []
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

  it('reads what an earlier version kept of a network, without what it did not record', () => {
    const [kept] = results.values()
    const { fellFrom, ...earlier } = cellResult(kept) ?? { fellFrom: undefined }
    expect(fellFrom).toBeNull()
    const estimates = { estimatedFlatFrom: 60, estimateMadeAt: 50 }
    expect(cellResult({ ...earlier, ...estimates })).toEqual(cellResult(kept))
  })
})
