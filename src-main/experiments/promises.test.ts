/** What every part promises, whatever it teaches. A new part is held to it by being in its folder. */
import { isDeepStrictEqual } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Params } from '#contract/fields.ts'
import { fieldProblem } from '#contract/params.ts'
import { valueSchema, type Sample } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import {
  bareSurroundings,
  collectRun,
  eventsOf,
  slotByKey,
  type CollectedRun,
} from './collect-run.testing.ts'
import type { Slot } from './part.ts'
import { findPart, problems, slotOf, trainedSlot } from './problems.ts'
import type { TrainEvent } from './train.ts'

// Whole networks are trained here.
vi.setConfig({ testTimeout: 120_000 })

/** Parameters that make a run long, and what they are brought down to here. */
const reductions: Readonly<Record<string, number>> = {
  iterations: 25,
  batchSize: 4,
  epochs: 1,
  trainImages: 32,
  testImages: 10,
  seeds: 1,
  draws: 50,
  side: 32,
  steps: 2,
  attempts: 3,
}

/** Choices that make a run long, and what is chosen here; and a limit that this process is above from the start. */
const choices: Params = { model: 'resnet18', budgetMiB: 65_536 }

/** Sweeps keep as many of their first values as their limit demands. */
function reduced(slot: Slot): Params {
  const smaller = Object.entries(reductions).filter(
    ([name, value]) => Number(slot.defaults[name] ?? 0) > value,
  )
  const lists = slot.fields.flatMap((field) =>
    field.kind === 'numbers' && field.isSweep === true
      ? [[field.name, field.default.slice(0, Math.max(1, field.minLength))] as const]
      : [],
  )
  const chosen = Object.entries(choices).filter(([name]) => name in slot.defaults)
  return Object.fromEntries([...smaller, ...lists, ...chosen])
}

/** A run, or a sample, without what it read from clocks and memory counters, which differs between runs of the same seed. */
function withoutReadings(slot: Slot) {
  const readings = [...slot.series, ...slot.values]
    .filter(({ isReading }) => isReading === true)
    .map(({ id }) => id)
  const kept = <T>(entries: Iterable<readonly [string, T]>): (readonly [string, T])[] =>
    [...entries].filter(([id]) => !readings.includes(id))
  const sample = ({ track, step, values }: Sample): Sample => ({
    ...{ track, step, values: Object.fromEntries(kept(Object.entries(values))) },
  })
  const run = (collected: CollectedRun): CollectedRun => ({
    ...collected,
    samples: collected.samples.map(sample),
    values: new Map(kept(collected.values)),
  })
  return { run, sample }
}

const slots = problems.flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList))
const ids = <T extends { readonly id: string }>(list: readonly T[]): string[] => list.map((item) => item.id)

describe('the registry', () => {
  it('holds the problems in their order, each part under the number of its problem, in order', () => {
    expect([...problems].sort((a, b) => a.number - b.number)).toEqual(problems)
    for (const { number, parts } of problems) {
      expect(ids(parts).every((id) => id.startsWith(String(number)))).toBe(true)
      expect(ids(parts)).toEqual([...new Set(ids(parts))].sort())
    }
    expect(new Set(slots.map(({ key }) => key)).size).toBe(slots.length)
  })

  it('declares no value of a slot twice, and each under its part', () => {
    for (const slot of slots) {
      expect(new Set(ids(slot.values)).size).toBe(slot.values.length)
      for (const value of slot.values) {
        expect(value.part).toBe(slot.part)
        expect(value.id.startsWith(`${slot.part}.`)).toBe(true)
        expect(value.sentence).toMatch(/\.$/)
      }
    }
  })

  it('lists the known slots when asked for another', () => {
    const known = slots.map(({ key }) => key).join(', ')
    for (const part of ['9z', '__proto__'])
      expect(() => trainedSlot({ part, slot: 'main' })).toThrow(
        `There is no part "${part}" with a slot "main"; there are ${known}.`,
      )
    expect(slotOf({ part: '1a', slot: '__proto__' })).toBeNull()
  })

  it('answers everything that a part asks', () => {
    for (const { parts } of problems)
      for (const part of parts) {
        expect(ids(part.asks)).toEqual([...new Set(ids(part.asks))])
        for (const { id, text } of part.asks) {
          expect(text).toMatch(/[.?]$/)
          expect(part.slotList.filter((slot) => slot.answered.includes(id))).toHaveLength(1)
        }
      }
  })
})

describe.each(slots.map((slot) => [slot.key, slot] as const))('%s', (key, slot) => {
  // Whatever a failed test left in its place.
  const { uint32 } = Random.prototype
  afterEach(() => void (Random.prototype.uint32 = uint32))

  it('has defaults and a homework\u2019s setting that its own limits accept', () => {
    for (const field of slot.fields) expect(fieldProblem(field, field.default)).toBeNull()
    expect(slot.ask({}).params).toEqual(slot.defaults)
    expect(slot.ask(slot.homework).params).toEqual(slot.homework)
  })

  it('declares no series and no field twice', () => {
    for (const list of [ids(slot.series), slot.fields.map(({ name }) => name)])
      expect(new Set(list).size).toBe(list.length)
  })

  const params = reduced(slot)
  let collected: Promise<CollectedRun> | null = null
  /** One run, for all that is asked of a single one. */
  const collectOnce = (): Promise<CollectedRun> => (collected ??= collectRun(key, params, 1))
  const asked = slot.ask(params)

  it('logs the tracks and series it declares, and measures the values, no more and no less', async () => {
    const run = await collectOnce()
    expect(new Set(run.samples.map((sample) => sample.track))).toEqual(new Set(asked.tracks))
    expect(new Set(run.samples.flatMap((sample) => Object.keys(sample.values)))).toEqual(
      new Set(ids(slot.series)),
    )
    expect(new Set(run.values.keys())).toEqual(new Set(ids(slot.values)))
  })

  it('logs each track forwards and with the same series throughout', async () => {
    const { samples } = await collectOnce()
    for (const track of asked.tracks) {
      const own = samples.filter((sample) => sample.track === track)
      const steps = own.map((sample) => sample.step)
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
      expect(new Set(own.map((sample) => Object.keys(sample.values).join())).size).toBe(1)
    }
  })

  it('takes as many steps as it says beforehand', async () => {
    const { samples } = await collectOnce()
    const counted = asked.tracks.filter((track) => !asked.measuredBetween.includes(track))
    const lastSteps = counted.map(
      (track) => samples.filter((sample) => sample.track === track).at(-1)?.step ?? 0,
    )
    expect(lastSteps.reduce((sum, step) => sum + step, 0)).toBe(asked.totalSteps)
  })

  it('measures values of the declared kind and columns that can travel as JSON', async () => {
    const run = await collectOnce()
    for (const [valueId, value] of run.values) {
      expect(valueSchema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value)
      const declared = slot.values.find(({ id }) => id === valueId)
      if (value.value === null) continue
      expect(typeof value.value === 'number' ? 'number' : 'table').toBe(declared?.kind)
      if (typeof value.value !== 'number' && declared?.columns)
        expect(value.value.columns).toEqual(declared.columns.map(({ label }) => label))
    }
  })

  it('answers what it declares to answer, from its values alone', async () => {
    const run = await collectOnce()
    const bound = slotByKey(key).ask(params)
    const others = findPart(slot.part)?.part.asks ?? []
    for (const { id } of others.filter(({ id }) => slot.answered.includes(id))) {
      const answer = (values: Iterable<readonly [string, unknown]>): readonly string[] =>
        bound.answer(id, Object.fromEntries(values) as Parameters<typeof bound.answer>[1]).paragraphs
      const full = answer(run.values)
      expect(full.length).toBeGreaterThan(0)
      expect(answer(run.values)).toEqual(full)
      if (slot.values.length > 0) expect(answer([])).not.toEqual(full)
    }
  })

  if (slot.prediction)
    it('shows which choice of its prediction came true', async () => {
      const { values } = await collectOnce()
      const ids = slot.prediction?.choices.map(({ id }) => id)
      expect(ids).toContain(asked.outcome(Object.fromEntries(values)))
    })

  it('gives the same samples for the same seed, and others for another if it draws at all', async () => {
    // Not a spy: it would keep a record of every number drawn for millions of weights. Draws of the run's own
    // generator count: data may come from a seed among the parameters.
    let isRandom = false
    Random.prototype.uint32 = function (this: Random) {
      isRandom ||= this.seed === 1
      return uint32.call(this)
    }
    const without = withoutReadings(slot)
    const collect = async (seed: number): Promise<CollectedRun> =>
      without.run(await collectRun(key, params, seed))
    const first = without.run(await collectOnce())
    expect(await collect(1)).toEqual(first)
    if (isRandom) await expectOtherSamples(first.samples, without.sample)
    else expect(await collect(2)).toEqual(first)
  })

  /** Of another seed; that run ends at the first sample that is another. */
  async function expectOtherSamples(
    first: readonly Sample[],
    without: (sample: Sample) => Sample,
  ): Promise<void> {
    let at = 0
    for await (const event of eventsOf(key, params, 2)) {
      if (event.type !== 'sample') continue
      if (!isDeepStrictEqual(without(event), first[at++])) return
    }
    expect(at).not.toBe(first.length)
  }

  it('stops at the next event after it is aborted', async () => {
    const abort = new AbortController()
    const events: TrainEvent[] = []
    let afterwards = 0
    for await (const event of eventsOf(key, params, 1, bareSurroundings, abort.signal)) {
      if (abort.signal.aborted) afterwards++
      events.push(event)
      if (events.length === 2) abort.abort()
    }
    expect(events.length).toBeGreaterThanOrEqual(2)
    expect(afterwards).toBeLessThanOrEqual(1)
  })

  it('warns of nothing at its own settings, except of what the homework’s takes of the machine', () => {
    // A student cannot change that the homework trains for hours without a GPU, and should know it beforehand.
    const isOfMachine = (warning: string): boolean => /predicted to need|expected to take/.test(warning)
    expect(slot.ask({}).warnings()).toEqual([])
    expect(
      slot
        .ask(slot.homework)
        .warnings()
        .filter((warning) => !isOfMachine(warning)),
    ).toEqual([])
  })
})
