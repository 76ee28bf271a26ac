import { describe, expect, it } from 'vitest'
import { slotOf } from '#experiments/problems.ts'
import type { Slot } from '#experiments/part.ts'
import type { RunHead } from '#contract/run-head.ts'
import type { Params } from '#contract/fields.ts'
import { headOf } from './lab-on-a-port.testing.ts'
import { runCaption } from './run-caption.ts'

function slotByKey(key: string): Slot {
  const slot = slotOf({ part: key, slot: 'main' })
  if (!slot) throw new Error(`There is no part ${key}.`)
  return slot
}
const form = { params: {}, seed: 182 }
const captionOf = (key: string, params: Params, more: Partial<RunHead> = {}) => {
  const slot = slotByKey(key)
  const asked = { ...slot.defaults, ...params } as RunHead['request']['params']
  const request = { part: key, slot: 'main', params: asked, seed: 7, engine: 'auto' }
  return runCaption(slot, { head: headOf('a', { request, ...more }) }, form)
}

describe('the caption of exported pictures', () => {
  it('says part, seed, what differs from the usual setting, engine and data', () => {
    const said = captionOf(
      '1d',
      { learningRate: 0.5 },
      { name: 'SGD', dataNote: 'synthetic: shapes10, not CIFAR-10' },
    )
    expect(said).toEqual([
      'Part 1d, SGD, seed 7, the homework’s setting but for learning rate 0.5.',
      'Trained by typescript on CPU, version 1.',
      'Data: synthetic: shapes10, not CIFAR-10.',
    ])
    expect(captionOf('1d', {})[0]).toContain('seed 7, the homework’s setting.')
    expect(captionOf('1d', {}, { status: 'stopped' })[0]).toContain('(stopped)')
  })
  it('calls a setting the homework’s only where the handout gives it', () => {
    expect(captionOf('2b', {})[0]).toContain('the usual setting.')
    expect(captionOf('5b', {})[0]).toContain('the short setting.')
    const homework = slotByKey('5b').homework
    expect(captionOf('5b', homework)[0]).toContain('the homework’s setting.')
  })
  it('says of a picture without a run that none was run', () => {
    const slot = slotByKey('3c')
    const asked = slot.defaults as RunHead['request']['params']
    expect(runCaption(slot, null, { params: asked, seed: 182 })).toEqual([
      'Part 3c, not run; drawn with the usual setting, seed 182.',
    ])
  })
})
