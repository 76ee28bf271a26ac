import { describe, expect, it } from 'vitest'
import { isJson } from './apart.ts'

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value }
  return value
}

describe('isJson', () => {
  it.each([
    [null],
    [1.5],
    [''],
    [true],
    [[]],
    [{}],
    [[1, [2, { a: null }]]],
    [JSON.parse('{"__proto__":[1]}')],
  ])('takes %j', (value) => expect(isJson(value)).toBe(true))
  it.each([
    ['nothing', undefined],
    ['what is not finite', [Number.NaN]],
    ['a large integer', { big: 1n }],
    ['a typed array', new Float64Array(3)],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a function', () => 1],
    ['an array with holes', new Array(1e9)],
  ])('refuses %s', (_, value) => expect(isJson(value)).toBe(false))
  it('refuses what is nested without end, with no stack of its own to lose', () => {
    expect(isJson(nested(60))).toBe(true)
    for (const levels of [5_000, 1_000_000]) expect(isJson(nested(levels))).toBe(false)
    const loop: unknown[] = []
    loop.push(loop, loop)
    expect(isJson(loop)).toBe(false)
  })
})
