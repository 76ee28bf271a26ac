import fc from 'fast-check'
import { expect, it } from 'vitest'
import { spinBy } from './spin.ts'

const spin = spinBy({ min: 0, max: 1, step: 0.05 })
it.each([
  [0.5, 1, false, 0.55],
  [0.5, -1, true, 0],
  [0.52, 1, false, 0.55],
  [0.52, -1, false, 0.5],
  [0.98, 1, false, 1],
  [1, 1, false, 1],
  [1.5, 1, false, 1.5],
  [1.5, -1, false, 1],
  [-3, 1, false, 0],
] as const)('from %d by %d (large: %s) to %d', (value, direction, isLarge, next) =>
  expect(spin(value, direction, isLarge)).toBe(next),
)
it('never leaves its range, and moves only in its direction', () => {
  const whole = spinBy({ min: 1, max: 64, step: 1 })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.constantFrom(1, -1),
      fc.boolean(),
      (value, way, isLarge) => {
        const next = whole(value, way as 1 | -1, isLarge)
        expect(Number.isInteger(next) && next >= 1 && next <= 64).toBe(true)
        expect((next - value) * way).toBeGreaterThanOrEqual(0)
      },
    ),
  )
})
