import { part as part4d, plan as planOfShift } from '#experiments/p4-inductive-bias/parts/4d.ts'
import { part as part4e, plan as planOfPermutation } from '#experiments/p4-inductive-bias/parts/4e.ts'
import { dataTrack, trainLitName } from '#experiments/p4-inductive-bias/pure/snapshots.ts'
import { expect, it } from 'vitest'
import { firstOf, previewOf } from './data-preview.ts'

const given = { perClass: [3, 5], validationImages: 4 }
const shifted = planOfShift(part4d.slots.main.typed(given))
const permuted = planOfPermutation(part4e.slots.main.typed(given))

it('shows before a run what the run will: images, lit pixels, the permutation', () => {
  const shift = previewOf(shifted, 9, 0)
  expect(shift.latestSnapshot(dataTrack(0), 'train.images')?.shape).toEqual([3, 5, 28, 28])
  expect(shift.latestSnapshot(dataTrack(0), trainLitName(3))?.shape).toEqual([3, 28, 28])
  expect(shift.latestSnapshot(dataTrack(0), 'permutation')).toBeNull()
  const order = previewOf(permuted, 9, 1).latestSnapshot(dataTrack(1), 'permutation')
  expect(Array.from(order?.data ?? []).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 784 }, (_, i) => i),
  )
})

it('gives way to what a run has on record', () => {
  const preview = previewOf(shifted, 9, 0)
  const kept = { step: 0, shape: [1], data: Float32Array.of(1) }
  const run = { latestSnapshot: (_: string, name: string) => (name === 'train.images' ? kept : null) }
  const source = firstOf(run, preview)
  expect(source.latestSnapshot(dataTrack(0), 'train.images')).toBe(kept)
  expect(source.latestSnapshot(dataTrack(0), 'validation.images')?.shape).toEqual([3, 4, 28, 28])
  expect(source.latestSnapshot(shifted.cells[0]?.track ?? '', 'weights')).toBeNull()
})
