import { describe, expect, it } from 'vitest'
import { ticksAlong } from './tick-room.ts'

const labels = (...asked: Parameters<typeof ticksAlong>) => ticksAlong(...asked).map(({ label }) => label)

describe('the ticks of an axis', () => {
  it('are as many as there may be where there is room', () => {
    expect(labels([0, 300], false, 400, 13)).toEqual(['0', '50', '100', '150', '200', '250', '300'])
  })
  it('are fewer in a narrow chart, so that no label touches the next', () => {
    expect(labels([0, 300], false, 90, 13)).toEqual(['0', '100', '200', '300'])
    expect(labels([0, 1500], false, 60, 13)).toEqual(['0', '1\u202f000'])
  })
  it('are told from their places on a logarithmic axis', () => {
    expect(labels([10, 500], true, 500, 13)).toEqual(['10', '20', '50', '100', '200', '500'])
    expect(labels([10, 500], true, 100, 13).length).toBeLessThan(6)
  })
  it('are two at most where there is room for none', () => {
    expect(labels([0, 20_000], false, 1, 13).length).toBeLessThanOrEqual(2)
  })
})
