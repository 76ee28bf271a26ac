/** What every experiment promises, whatever it teaches. A new experiment is held to it by being in its folder. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { tracksOf, type Experiment, type Params, type Preset } from '#contract/experiment.ts'
import { fieldProblem, findPreset, parseParams, presetParams } from '#contract/params.ts'
import { valueSchema } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import { bareSurroundings, collectRun, eventsOf, type CollectedRun } from './collect-run.ts'
import { definitions } from './definitions.ts'
import { findExperiment } from './registry.ts'
import type { TrainEvent } from './train.ts'

// Whole networks are trained here.
vi.setConfig({ testTimeout: 120_000 })

/** Parameters that make a run long, and what they are brought down to here. */
const reductions: Readonly<Record<string, number>> = {
  iterations: 25,
  batchSize: 8,
  epochs: 1,
  trainImages: 64,
  testImages: 20,
  seeds: 1,
  draws: 50,
  side: 32,
  steps: 2,
  attempts: 3,
}

/** Choices that make a run long, and what is chosen here; and a limit that this process is above from the start. */
const choices: Params = { model: 'resnet18', budgetMiB: 65_536 }

/** Sweeps keep as many of their first values as their limit demands. */
function reduced(definition: Experiment, preset: Preset): Params {
  const params = presetParams(definition, preset)
  const smaller = Object.entries(reductions).filter(([name, value]) => Number(params[name] ?? 0) > value)
  const lists = definition.fields.flatMap((field) =>
    field.kind === 'numbers' && field.isSweep === true
      ? [
          [
            field.name,
            (params[field.name] as readonly number[]).slice(0, Math.max(1, field.minLength)),
          ] as const,
        ]
      : [],
  )
  const chosen = Object.entries(choices).filter(([name]) => name in params)
  return Object.fromEntries([...smaller, ...lists, ...chosen])
}

/** A run without what it read from clocks and memory counters, which differs between runs of the same seed. */
function withoutReadings(definition: Experiment, run: CollectedRun): CollectedRun {
  const readings = [...definition.series, ...definition.values]
    .filter(({ isReading }) => isReading === true)
    .map(({ id }) => id)
  const kept = <T>(entries: Iterable<readonly [string, T]>): (readonly [string, T])[] =>
    [...entries].filter(([id]) => !readings.includes(id))
  return {
    ...run,
    samples: run.samples.map((sample) => ({
      ...sample,
      values: Object.fromEntries(kept(Object.entries(sample.values))),
    })),
    values: new Map(kept(run.values)),
  }
}

const folders = Object.entries(
  import.meta.glob<{ readonly definition: Experiment }>('./*/definition.ts', { eager: true }),
)

describe('the registry', () => {
  it('holds every folder, under its own name, in the order of the problems', () => {
    expect(folders.map(([path]) => path)).toEqual(
      folders.map(([, module]) => `./${module.definition.id}/definition.ts`),
    )
    expect([...definitions].sort((a, b) => a.problem - b.problem)).toEqual(definitions)
    expect(new Set(definitions.map((definition) => definition.id)).size).toBe(folders.length)
  })

  it('lists the known experiments when asked for another', () => {
    const known = definitions.map((definition) => definition.id).join(', ')
    expect(() => findExperiment('p9')).toThrow(`There is no experiment "p9"; there are ${known}.`)
    expect(() => findExperiment('__proto__')).toThrow('There is no experiment')
  })
})

describe.each(definitions.map((definition) => [definition.id, definition] as const))(
  '%s',
  (id, definition) => {
    // Whatever a failed test left in its place.
    const { uint32 } = Random.prototype
    afterEach(() => void (Random.prototype.uint32 = uint32))

    it('has a trainer and a default preset', () => {
      expect(findExperiment(id).definition).toBe(definition)
      expect(findPreset(definition).id).toBe(definition.defaultPreset)
    })

    it('has defaults and presets that its own limits accept', () => {
      for (const field of definition.fields) expect(fieldProblem(field, field.default)).toBeNull()
      for (const preset of definition.presets)
        expect(parseParams(definition, preset, {})).toEqual(presetParams(definition, preset))
    })

    it('declares nothing twice and refers only to what it declares', () => {
      const ids = <T extends { readonly id: string }>(list: readonly T[]): string[] =>
        list.map((item) => item.id)
      const parts = ids(definition.parts)
      const values = ids(definition.values)
      const presets = ids(definition.presets)
      for (const list of [
        parts,
        values,
        presets,
        ids(definition.series),
        definition.fields.map((field) => field.name),
      ])
        expect(new Set(list).size).toBe(list.length)
      for (const value of definition.values) {
        expect(parts).toContain(value.part)
        expect(value.id.startsWith(`${value.part}.`)).toBe(true)
        expect(value.sentence).toMatch(/\.$/)
      }
      for (const part of parts) expect(part.startsWith(String(definition.problem))).toBe(true)
      for (const preset of definition.presets) {
        expect([...parts, String(definition.problem)]).toContain(preset.part)
        for (const value of preset.values) expect(values).toContain(value)
        for (const series of preset.series) expect(ids(definition.series)).toContain(series)
        for (const name of Object.keys(preset.params))
          expect(definition.fields.map((field) => field.name)).toContain(name)
      }
      for (const field of definition.fields)
        for (const preset of field.onlyFor ?? []) expect(presets).toContain(preset)
      for (const value of values)
        expect(definition.presets.flatMap((preset) => preset.values)).toContain(value)
    })

    describe.each(definition.presets.map((preset) => [preset.id, preset] as const))(
      'preset %s',
      (_, preset) => {
        const params = reduced(definition, preset)
        let collected: Promise<CollectedRun> | null = null
        /** One run, for all that is asked of a single one. */
        const collectOnce = (): Promise<CollectedRun> => (collected ??= collectRun(id, preset.id, params, 1))

        it('logs the tracks and series it declares, and measures the values, no more and no less', async () => {
          const run = await collectOnce()
          expect(new Set(run.samples.map((sample) => sample.track))).toEqual(
            new Set(tracksOf(preset, run.params)),
          )
          expect(new Set(run.samples.flatMap((sample) => Object.keys(sample.values)))).toEqual(
            new Set(preset.series),
          )
          expect(new Set(run.values.keys())).toEqual(new Set(preset.values))
        })

        it('logs each track forwards and with the same series throughout', async () => {
          const { samples, params: asked } = await collectOnce()
          for (const track of tracksOf(preset, asked)) {
            const own = samples.filter((sample) => sample.track === track)
            const steps = own.map((sample) => sample.step)
            expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b))
            expect(new Set(own.map((sample) => Object.keys(sample.values).join())).size).toBe(1)
          }
        })

        it('takes as many steps as it says beforehand', async () => {
          const run = await collectOnce()
          const lastSteps = tracksOf(preset, run.params).map(
            (track) => run.samples.filter((sample) => sample.track === track).at(-1)?.step ?? 0,
          )
          expect(lastSteps.reduce((sum, step) => sum + step, 0)).toBe(
            definition.totalSteps(run.params, preset.id),
          )
        })

        it('measures values of the declared kind that can travel as JSON', async () => {
          const run = await collectOnce()
          for (const [valueId, value] of run.values) {
            expect(valueSchema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value)
            const kind = definition.values.find((declared) => declared.id === valueId)?.kind
            if (value.value !== null) expect(typeof value.value === 'number' ? 'number' : 'table').toBe(kind)
          }
        })

        it('gives the same samples for the same seed, and others for another if it draws at all', async () => {
          // Not a spy: it would keep a record of every number drawn for millions of weights. Draws of the run's own
          // generator count: data may come from a seed among the parameters.
          let isRandom = false
          Random.prototype.uint32 = function (this: Random) {
            isRandom ||= this.seed === 1
            return uint32.call(this)
          }
          const collect = async (seed: number): Promise<CollectedRun> =>
            withoutReadings(definition, await collectRun(id, preset.id, params, seed))
          const first = withoutReadings(definition, await collectOnce())
          const again = await collect(1)
          const other = await collect(2)
          expect(again).toEqual(first)
          if (isRandom) expect(other.samples).not.toEqual(first.samples)
          else expect(other).toEqual(first)
        })

        it('stops at the next event after it is aborted', async () => {
          const abort = new AbortController()
          const events: TrainEvent[] = []
          let afterwards = 0
          for await (const event of eventsOf(id, preset.id, params, 1, bareSurroundings, abort.signal)) {
            if (abort.signal.aborted) afterwards++
            events.push(event)
            if (events.length === 2) abort.abort()
          }
          expect(events.length).toBeGreaterThanOrEqual(2)
          expect(afterwards).toBeLessThanOrEqual(1)
        })

        it('warns of nothing at its own settings', () => {
          expect(definition.warnings(presetParams(definition, preset), preset.id)).toEqual([])
        })
      },
    )
  },
)
