import { part as part4b, plan } from '#experiments/p4-inductive-bias/parts/4b.ts'
import { dataSnapshots, type DataSource } from '#experiments/p4-inductive-bias/pure/data.ts'
import { snapshotNames } from '#experiments/p4-inductive-bias/pure/snapshots.ts'
import { describe, expect, it } from 'vitest'
import { drawnSets, recordedSets } from './image-sets.ts'

const { data } = plan(part4b.slots.main.typed({ validationImages: 2 }))
const source: DataSource = { ...data, seed: 182 }

describe('the images of a training', () => {
  it('are so many of each class, a smaller set the first of a larger', () => {
    const [train, validation] = drawnSets(source, 4)
    const [larger] = drawnSets(source, 9)
    expect([train?.perClass, validation?.perClass, larger?.perClass]).toEqual([4, 2, 9])
    expect(larger?.pixels(1, 3)).toEqual(train?.pixels(1, 3))
    expect(train?.pixels(2, 3)).toHaveLength(784)
  })

  it('have the class they stand in', () => {
    const [train] = drawnSets(source, 4)
    for (let number = 0; number < 4; number++) {
      expect(train?.parameters(0, number).bands[0]?.axis).toBe('horizontal')
      expect(train?.parameters(1, number).bands[0]?.axis).toBe('vertical')
      expect(train?.parameters(2, number).bands).toEqual([])
    }
  })

  it('are others in validation and with another seed, and none where nothing is validated', () => {
    const [train, validation] = drawnSets(source, 4)
    expect(validation?.pixels(0, 0)).not.toEqual(train?.pixels(0, 0))
    expect(drawnSets({ ...source, seed: 183 }, 4)[0]?.pixels(0, 0)).not.toEqual(train?.pixels(0, 0))
    expect(drawnSets({ ...source, validationImages: 0 }, 4)).toHaveLength(1)
  })

  it('are the same as those a run records', () => {
    const snapshots = dataSnapshots(source, 0, [9])
    const find = (name: string) => snapshots.find((snapshot) => snapshot.name === name) ?? null
    const { trainImages, trainParameters, validationImages, validationParameters } = snapshotNames
    const recorded = recordedSets(
      { images: find(trainImages), parameters: find(trainParameters) },
      { images: find(validationImages), parameters: find(validationParameters) },
      4,
    )
    const drawn = drawnSets(source, 4)[0]
    expect(recorded?.map(({ perClass }) => perClass)).toEqual([4, 2])
    expect(recorded?.[0]?.pixels(2, 1)).toEqual([...(drawn?.pixels(2, 1) as Uint8Array)])
    expect(recorded?.[0]?.parameters(0, 3).bands[0]?.start).toBe(drawn?.parameters(0, 3).bands[0]?.start)
    const none = { images: null, parameters: null }
    expect(recordedSets(none, none, 4)).toBeNull()
  })
})
