import { expect, it } from 'vitest'
import { trainedSlot } from '#experiments/problems.ts'
import { presentedFields } from './presented-fields.ts'

const { fields, defaults } = trainedSlot({ part: '1e', slot: 'main' })
const shown = (changes = {}) =>
  presentedFields(fields, { ...defaults, ...changes }, defaults).map(({ name }) => name)

it('shows those that a slider moves, in the order of the form', () => {
  expect(shown()).toEqual(['dropRate', 'learningRate', 'batchSize', 'iterations'])
})

it('shows what is not as the form opens before all others', () => {
  expect(shown({ optimizer: 'adam', x1: 5 })).toEqual(['x1', 'dropRate', 'learningRate', 'optimizer'])
})

it('never shows a field that the form hides', () => {
  const hidden = fields.map((field) => ({ ...field, isHidden: true }))
  expect(presentedFields(hidden, defaults, defaults)).toEqual([])
})
