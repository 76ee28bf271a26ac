/** The answers and tables of many runs with drawn readings: a sentence or an empty cell only where it holds. */
import { describe, expect, it } from 'vitest'
import type { Values } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import type { ApartJob } from '../apart.ts'
import {
  answerTo,
  at,
  batchOf,
  cpu,
  machine,
  result,
  rowsOf,
  slots,
  t4,
  trained,
  valuesOf,
} from './given-readings.testing.ts'
import { readingJobSchema, type BatchResult } from './job-results.ts'
import * as batches from './pure/batch-values.ts'
import * as context from './pure/context-values.ts'
import * as optimizers from './pure/optimizer-values.ts'

const seeds = Array.from({ length: 40 }, (_, seed) => seed)
const small = { model: 'resnet18', side: 32 } as const
const gpuOf = (random: Random) => machine(random.uniform() < 0.5 ? [t4] : [], 'nvidia-smi is not installed')

/** Holds a sentence of an answer to what must be true where it is said; it must be said at least once. */
class Claims {
  private readonly said = new Map<RegExp, number>()

  constructor(private readonly claims: readonly (readonly [RegExp, (values: Values) => boolean])[]) {}

  check(text: string, values: Values, seed: number): void {
    expect(text).not.toMatch(/NaN|undefined|\bnull\b|Infinity/)
    for (const [sentence, isTrue] of this.claims) {
      if (!sentence.test(text)) continue
      this.said.set(sentence, (this.said.get(sentence) ?? 0) + 1)
      expect(isTrue(values), `seed ${seed}, ${String(sentence)}: ${text}`).toBe(true)
    }
  }
  end(): void {
    for (const [sentence] of this.claims) {
      const count = this.said.get(sentence) ?? 0
      expect([String(sentence), count > 0]).toEqual([String(sentence), true])
    }
  }
}

/** Every empty cell of every declared table has a reason of its column. */
function checkCells(key: keyof typeof slots, values: Values): void {
  for (const declared of slots[key].values) {
    const { columns } = declared
    if (!columns) continue
    for (const row of rowsOf(values[declared.id]))
      row.forEach((cell, index) => {
        if (cell === null)
          expect([declared.id, columns[index]?.label, columns[index]?.whenEmpty]).not.toContain(undefined)
      })
  }
}

describe('forty runs of part c', () => {
  /** A training with drawn numbers; sometimes lost, sometimes diverged. */
  const drawn =
    (random: Random, isAtChance: boolean) =>
    (job: ApartJob): BatchResult | 'lost' => {
      const luck = random.uniform()
      if (luck < 0.08) return 'lost'
      const seconds = 1 + 9 * random.uniform()
      const isDiverged = luck < 0.16
      return {
        ...trained(job),
        stages: result(500 + random.uniform() * 200 + (random.uniform() - 0.2) * batchOf(job)).stages,
        seconds,
        trainSeconds: seconds * (0.2 + 0.7 * random.uniform()),
        preparationSeconds: seconds * 0.2 * random.uniform(),
        accuracy: isDiverged
          ? null
          : isAtChance
            ? 0.09 + 0.03 * random.uniform()
            : Math.round(10 * random.uniform()) / 10,
        divergedAt: isDiverged ? 3 : null,
        imagesTrained: 1024,
      }
    }
  const rowIn = (values: Values, batch: number | null) =>
    (batches.seconds.of(values) ?? []).find((row) => row.batch === batch)
  const fastest = (values: Values) => rowIn(values, batches.fastest.of(values))
  const complete = (values: Values) =>
    (batches.accuracy.of(values) ?? []).flatMap(({ batch, accuracy, updates }) =>
      batch === null || accuracy === null ? [] : [{ batch, accuracy, updates: updates ?? NaN }],
    )
  const best = (values: Values) => {
    const own = complete(values).find(({ batch }) => batch === batches.mostAccurate.of(values))
    if (!own) throw new Error('There is a most accurate one.')
    return own
  }
  const largest = (values: Values) => complete(values).at(-1) ?? best(values)

  it('say only what they show', async () => {
    const claims = new Claims([
      [/activations grow with it/, (v) => (batches.slopeMiB.of(v) ?? 0) > 0],
      [/did not grow with the batch/, (v) => (batches.slopeMiB.of(v) ?? 0) <= 0],
      [/was the most accurate/, (v) => complete(v).every(({ accuracy }) => accuracy <= best(v).accuracy)],
      [/this order means nothing/, (v) => best(v).accuracy < 15],
      [/made only/, (v) => largest(v).accuracy < best(v).accuracy && largest(v).updates < best(v).updates],
      [
        /Equally accurate/,
        (v) => complete(v).filter(({ accuracy }) => accuracy === best(v).accuracy).length > 1,
      ],
      [
        /as high as any/,
        (v) => complete(v).filter(({ accuracy }) => accuracy === best(v).accuracy).length > 1,
      ],
      [
        /spreads it over few images/,
        (v) =>
          (complete(v)[0] ? (rowIn(v, complete(v)[0]?.batch ?? 0)?.imagesPerSecond ?? NaN) : NaN) <
          (fastest(v)?.imagesPerSecond ?? NaN),
      ],
      [
        /not in its training steps/,
        (v) =>
          (rowIn(v, complete(v)[0]?.batch ?? 0)?.imagesPerSecond ?? NaN) >=
          (fastest(v)?.imagesPerSecond ?? NaN),
      ],
      [
        /gained nothing/,
        (v) => (rowIn(v, largest(v).batch)?.imagesPerSecond ?? NaN) <= (fastest(v)?.imagesPerSecond ?? NaN),
      ],
      [/that is the limit here/, (v) => (fastest(v)?.preparation ?? 0) >= 50],
      [/so it is not the limit/, (v) => (fastest(v)?.preparation ?? NaN) < 10],
    ])
    for (const seed of seeds) {
      const random = new Random(seed)
      const given = { ...small, trainImages: 512 }
      const values = await valuesOf('5c', drawn(random, seed % 5 === 0), gpuOf(random), given)
      const text = ['i', 'ii', 'iii', 'iv'].map((ask) => answerTo('5c', ask, values, given)).join('\n')
      claims.check(text, values, seed)
      checkCells('5c', values)
    }
    claims.end()
  })
})

describe('forty runs of part b', () => {
  it('say only what they show, in both units', async () => {
    const held = (v: Values, name: 'sgd' | 'momentum' | 'adam') => optimizers.measuredMiB[name].of(v) ?? NaN
    const isFitted = (v: Values) =>
      (optimizers.breakdown.of(v) ?? []).some(({ fittedShare }) => fittedShare !== null)
    const claims = new Claims([
      [
        /have the same order/,
        (v) => held(v, 'sgd') < held(v, 'momentum') && held(v, 'momentum') < held(v, 'adam'),
      ],
      [
        /do not show Adam as the largest/,
        (v) =>
          held(v, 'adam') <= Math.max(held(v, 'sgd'), held(v, 'momentum')) &&
          (optimizers.flags.of(v) ?? []).length > 0,
      ],
      [
        /momentum was measured below/,
        (v) => held(v, 'momentum') < held(v, 'sgd') && (optimizers.flags.of(v) ?? []).length > 0,
      ],
      [/no reading for/, (v) => Object.values(optimizers.measuredMiB).some((value) => value.of(v) === null)],
      [/fitted and not derived.*readings that were not used for the fit/, isFitted],
      [
        /Predicted for a GPU with PyTorch, not measured/,
        (v) => optimizers.stages.of(v)?.[0]?.memory?.startsWith('host') === true,
      ],
    ])
    for (const seed of seeds) {
      const random = new Random(seed)
      const isHost = random.uniform() < 0.5
      const peaks = { sgd: 900, momentum: 990, adam: 1080 }
      const values = await valuesOf(
        '5b',
        (job) => {
          if (random.uniform() < 0.05) return 'lost'
          const peak = peaks[readingJobSchema.parse(job.input).optimizer] + 300 * (random.uniform() - 0.5)
          return isHost ? result(peak, { memory: 'host', engine: 'onnx', device: cpu }) : result(peak)
        },
        gpuOf(random),
        small,
      )
      claims.check(['i', 'ii'].map((ask) => answerTo('5b', ask, values, small)).join('\n'), values, seed)
      for (const name of ['sgd', 'momentum', 'adam'] as const)
        expect(optimizers.measuredMB[name].of(values) ?? 0).toBeCloseTo(
          (held(values, name) || 0) * 1.048576,
          9,
        )
      checkCells('5b', values)
    }
    claims.end()
  })
})

describe('forty runs of part a', () => {
  it('name what was found, and offer a labelled prediction where it was not', async () => {
    const isGpu = (v: Values) => context.gpus.of(v) !== null
    const claims = new Claims([
      [/The GPU is/, isGpu],
      [/There is no GPU to name.*Predicted, not measured:.*CUDA context comes on top/, (v) => !isGpu(v)],
      [
        /Predicted for a GPU, not measured:.*context itself cannot be predicted/,
        (v) => context.contextMiB.of(v) === null,
      ],
      [/In host memory the same difference was/, (v) => (context.hostContextMiB.of(v) ?? -1) >= 0],
      [/another program must have freed memory/, (v) => (context.contextMiB.of(v) ?? 0) < 0],
    ])
    for (const seed of seeds) {
      const random = new Random(seed)
      const hasGpu = random.uniform() < 0.5
      const network = at(20 + 160 * random.uniform())
      const stages = { ...result(900).stages, network }
      const values = await valuesOf(
        '5a',
        () =>
          random.uniform() < 0.1
            ? 'lost'
            : result(900, hasGpu ? { stages } : { stages, memory: 'host', device: cpu }),
        machine(hasGpu ? [t4] : [], hasGpu ? null : 'nvidia-smi is not installed'),
        small,
      )
      claims.check(
        ['i', 'ii', 'iii'].map((ask) => answerTo('5a', ask, values, small)).join('\n'),
        values,
        seed,
      )
      checkCells('5a', values)
    }
    claims.end()
  })
})

describe('forty searches', () => {
  it('say of the next larger batch only what was seen of it', async () => {
    const main = await valuesOf('5c', trained, undefined, small)
    const next = (v: Values) =>
      (batches.attempts.of(v) ?? [])
        .filter(
          ({ batch, outcome }) => (batch ?? 0) > (batches.largestBatch.of(v) ?? NaN) && outcome !== 'fits',
        )
        .sort((a, b) => (a.batch ?? 0) - (b.batch ?? 0))[0]
    const claims = new Claims([
      [
        /did not fit\./,
        (v) =>
          (next(v)?.measured ?? Infinity) > (batches.limitMiB.of(v) ?? NaN) ||
          next(v)?.outcome === 'out of memory',
      ],
      [
        /fitted only by using the margin/,
        (v) => (next(v)?.measured ?? NaN) <= (batches.limitMiB.of(v) ?? NaN),
      ],
      [/No larger batch was tried/, (v) => next(v) === undefined],
    ])
    for (const seed of seeds) {
      const random = new Random(seed)
      const [fixed, slope] = [200 + 300 * random.uniform(), 0.2 + 20 * random.uniform() ** 3]
      const values = await valuesOf(
        '5c-largest',
        (job) => (batchOf(job) * slope > 1500 ? 'lost' : result(fixed + slope * batchOf(job))),
        undefined,
        { ...small, budgetMiB: 1000 },
      )
      claims.check(answerTo('5c', 'i', { ...main, ...values }, small), { ...main, ...values }, seed)
      checkCells('5c-largest', values)
    }
    claims.end()
  })
})
