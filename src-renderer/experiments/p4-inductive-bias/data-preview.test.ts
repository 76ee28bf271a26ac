import { cellsOf, dataTrack, definition, trainLitName } from '#experiments/p4-inductive-bias/definition.ts'
import { findPreset, presetParams } from '#contract/params.ts'
import { expect, it } from 'vitest'
import { firstOf, previewOf } from './data-preview.ts'

const params = (preset: string) => ({
  ...presetParams(definition, findPreset(definition, preset)),
  perClass: [3, 5],
  validationImages: 4,
})

it('shows before a run what the run will: images, lit pixels, the permutation', () => {
  const shift = previewOf('4d', params('4d'), 9, 0)
  expect(shift.latestSnapshot(dataTrack(0), 'train.images')?.shape).toEqual([3, 5, 28, 28])
  expect(shift.latestSnapshot(dataTrack(0), trainLitName(3))?.shape).toEqual([3, 28, 28])
  expect(shift.latestSnapshot(dataTrack(0), 'permutation')).toBeNull()
  const order = previewOf('4e', params('4e'), 9, 1).latestSnapshot(dataTrack(1), 'permutation')
  expect(Array.from(order?.data ?? []).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 784 }, (_, i) => i),
  )
})

it('gives way to what a run has on record', () => {
  const preview = previewOf('4d', params('4d'), 9, 0)
  const kept = { step: 0, shape: [1], data: Float32Array.of(1) }
  const run = { latestSnapshot: (_: string, name: string) => (name === 'train.images' ? kept : null) }
  const source = firstOf(run, preview)
  expect(source.latestSnapshot(dataTrack(0), 'train.images')).toBe(kept)
  expect(source.latestSnapshot(dataTrack(0), 'validation.images')?.shape).toEqual([3, 4, 28, 28])
  expect(source.latestSnapshot(cellsOf('4d', params('4d'))[0]?.track ?? '', 'weights')).toBeNull()
})
