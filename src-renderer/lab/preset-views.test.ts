import type { Preset } from '#contract/experiment.ts'
import { expect, it } from 'vitest'
import { haveOneView } from './preset-views.ts'

const preset = (part: string, values: readonly string[]): Preset => ({
  id: 'x',
  part,
  title: '',
  params: {},
  series: [],
  tracks: [],
  values,
})

it('shows other settings of a part together, and what measures other values apart', () => {
  expect(haveOneView(preset('1i', ['1i.p0']), preset('1i', ['1i.p0']))).toBe(true)
  expect(haveOneView(preset('4c', ['4c.accuracy']), preset('4c', ['4c.best']))).toBe(false)
  expect(haveOneView(preset('2a', []), preset('2b', []))).toBe(false)
})
