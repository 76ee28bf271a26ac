import { findPreset, presetParams } from '#contract/params.ts'
import {
  cellsOf,
  cellTrack,
  definition,
  type NetworkName,
} from '#experiments/p4-inductive-bias/definition.ts'
import { describe, expect, it } from 'vitest'
import type { CellRun } from './cell-states.ts'
import { dataNeeded, neededLine, neededMarks } from './data-needed.ts'

const params = {
  ...presetParams(definition, findPreset(definition, '4c')),
  perClass: [10, 100],
  mlpPerClass: [1000],
  epochs: 1,
}
const cells = cellsOf('4c', params)
const runOf = (accuracies: Partial<Record<string, number>>): CellRun => ({
  isLive: true,
  track: (name) => {
    const accuracy = accuracies[name]
    return accuracy === undefined
      ? null
      : { length: 1, steps: [1], series: () => [accuracy], last: () => accuracy }
  },
})
const of = (network: NetworkName, perClass: number) => cellTrack(network, perClass, 0)

describe('how much more data the MLP needs', () => {
  it('is interpolated on its measured points', () => {
    const run = runOf({
      [of('cnn', 10)]: 80,
      [of('mlp', 10)]: 50,
      [of('mlp', 100)]: 70,
      [of('mlp', 1000)]: 90,
    })
    const [first, second] = dataNeeded(run, cells, [10, 100], [10, 100, 1000])
    // Half way from 70 to 90 %: half way from 100 to 1000 in the logarithm.
    expect(first?.needed).toBeCloseTo(10 ** 2.5, 6)
    expect(first?.times).toBeCloseTo(10 ** 1.5, 6)
    expect(second).toMatchObject({ accuracy: null, needed: null, note: 'not measured yet' })
    expect(first && neededMarks(first)).toMatchObject([{ kind: 'point', y: 80 }])
    expect(first && neededLine(first)[0]).toMatchObject({ x: [10, first?.needed], y: [80, 80] })
  })

  it('says only a bound where the points do not reach', () => {
    const run = runOf({ [of('cnn', 10)]: 95, [of('mlp', 10)]: 50, [of('mlp', 100)]: 70 })
    const [first] = dataNeeded(run, cells, [10], [10, 100, 1000])
    expect(first).toMatchObject({ accuracy: 95, needed: null, times: null, note: 'more than 100' })
    expect(first && neededMarks(first)).toEqual([])
    expect(dataNeeded(null, cells, [10], [10])[0]?.accuracy).toBeNull()
  })
})
