import { findPreset, presetParams } from '#contract/params.ts'
import {
  dataSnapshots,
  definition,
  snapshotNames,
  sourceOf,
} from '#experiments/p4-inductive-bias/definition.ts'
import { describe, expect, it } from 'vitest'
import { drawnSets, recordedSets } from './image-sets.ts'

const params = presetParams(definition, findPreset(definition, '4b'))
const request = { preset: '4b', params, seed: 182, perClass: 4, validationPerClass: 2 }

describe('the images of a training', () => {
  it('are so many of each class, a smaller set the first of a larger', () => {
    const [train, validation] = drawnSets(request)
    const [larger] = drawnSets({ ...request, perClass: 9 })
    expect([train?.perClass, validation?.perClass, larger?.perClass]).toEqual([4, 2, 9])
    expect(larger?.pixels(1, 3)).toEqual(train?.pixels(1, 3))
    expect(train?.pixels(2, 3)).toHaveLength(784)
  })

  it('have the class they stand in', () => {
    const [train] = drawnSets(request)
    for (let number = 0; number < 4; number++) {
      expect(train?.parameters(0, number).bands[0]?.axis).toBe('horizontal')
      expect(train?.parameters(1, number).bands[0]?.axis).toBe('vertical')
      expect(train?.parameters(2, number).bands).toEqual([])
    }
  })

  it('are others in validation and with another seed, and none where nothing is validated', () => {
    const [train, validation] = drawnSets(request)
    expect(validation?.pixels(0, 0)).not.toEqual(train?.pixels(0, 0))
    expect(drawnSets({ ...request, seed: 183 })[0]?.pixels(0, 0)).not.toEqual(train?.pixels(0, 0))
    expect(drawnSets({ ...request, validationPerClass: 0 })).toHaveLength(1)
  })

  it('are the same as those a run records', () => {
    const snapshots = dataSnapshots(sourceOf('4b', params, 182), 0, [9])
    const find = (name: string) => snapshots.find((snapshot) => snapshot.name === name) ?? null
    const { trainImages, trainParameters, validationImages, validationParameters } = snapshotNames
    const recorded = recordedSets(
      { images: find(trainImages), parameters: find(trainParameters) },
      { images: find(validationImages), parameters: find(validationParameters) },
      4,
    )
    const drawn = drawnSets(request)[0]
    expect(recorded?.map(({ perClass }) => perClass)).toEqual([4, 50])
    expect(recorded?.[0]?.pixels(2, 1)).toEqual([...(drawn?.pixels(2, 1) as Uint8Array)])
    expect(recorded?.[0]?.parameters(0, 3).bands[0]?.start).toBe(drawn?.parameters(0, 3).bands[0]?.start)
    const none = { images: null, parameters: null }
    expect(recordedSets(none, none, 4)).toBeNull()
  })
})
