import { expect, it } from 'vitest'
import type { Trace } from '#figures/trace.ts'
import { seedTraces, type SeededTraces } from './seed-traces.ts'

const trace = (run: string, y: number[], more: Partial<Trace> = {}): Trace => ({
  id: `${run} main loss`,
  label: 'loss',
  color: 'cnn',
  x: [0, 1, 2],
  y,
  length: y.length,
  version: y.length,
  ...more,
})
const run = (seed: number, traces: Trace[], isGrowing = false, hasEndedEarly = false): SeededTraces => ({
  id: `run-${seed}`,
  seed,
  isGrowing,
  hasEndedEarly,
  traces,
})
const three = [
  run(1, [trace('run-1', [1, 2, 3])]),
  run(2, [trace('run-2', [3, 4, 5])]),
  run(3, [trace('run-3', [5, 9], {})]),
]
const [shown = run(0, [])] = three

it('draws the mean of a curve over the runs that have reached each step, with its range, in the same colour', () => {
  const [mean, ...others] = seedTraces(shown, three, false)
  expect(others).toEqual([])
  expect(mean).toMatchObject({ label: 'loss, mean of 3 seeds', color: 'cnn', isBehind: true, length: 3 })
  expect(Array.from(mean?.x ?? [])).toEqual([0, 1, 2])
  expect(Array.from(mean?.y ?? [])).toEqual([3, 5, 4])
  expect(Array.from(mean?.range?.low ?? [])).toEqual([1, 2, 3])
  expect(Array.from(mean?.range?.high ?? [])).toEqual([5, 9, 5])
})

it('leaves a seed that ended early out of the mean, and counts what is in it', () => {
  const stopped = run(4, [trace('run-4', [100])], false, true)
  const [mean] = seedTraces(shown, [...three, stopped], false)
  expect(mean?.label).toBe('loss, mean of 3 of 4 seeds')
  expect(Array.from(mean?.y ?? [])).toEqual([3, 5, 4])
  const [ofTheStopped] = seedTraces(stopped, [...three, stopped], false)
  expect(Array.from(ofTheStopped?.y ?? [])).toEqual([3, 5, 4])
})

it('draws every other seed on demand, out of the legend', () => {
  const singles = seedTraces(shown, three, true).slice(1)
  expect(singles.map(({ label, isUnlisted }) => [label, isUnlisted])).toEqual([
    ['loss, seed 2', true],
    ['loss, seed 3', true],
  ])
})

it('has no mean of a path, of theory, or of a single run', () => {
  const path = (id: string) => [trace(id, [1, 2, 3], { isPath: true })]
  const theory = (id: string) => [trace(id, [1, 2, 3], { color: 'theory' })]
  expect(seedTraces(run(1, path('run-1')), [run(1, path('run-1')), run(2, path('run-2'))], false)).toEqual([])
  expect(
    seedTraces(run(1, theory('run-1')), [run(1, theory('run-1')), run(2, theory('run-2'))], true),
  ).toEqual([])
  expect(seedTraces(shown, [shown], false)).toEqual([])
})

it('leaves runs that still grow out of a mean of very many samples', () => {
  const long = (seed: number, isGrowing: boolean): SeededTraces => {
    const y = Array.from({ length: 200_000 }, () => seed)
    return run(seed, [trace(`run-${seed}`, y, { x: y.map((_, at) => at) })], isGrowing)
  }
  const runs = [long(1, false), long(2, false), long(9, true)]
  const [mean] = seedTraces(runs[0] ?? shown, runs, false)
  expect([mean?.label, mean?.y[0]]).toEqual(['loss, mean of 2 of 3 seeds', 1.5])
})
