import { describe, expect, it } from 'vitest'
import { Pace } from './pace.ts'

describe('Pace', () => {
  it('goes at once when no speed is set', () => {
    const pace = new Pace(false, null, 0)
    for (const now of [0, 1, 2]) {
      expect(pace.turn(now)).toBe('go')
      pace.took(now, now)
    }
  })

  it('spaces steps by the speed, without drifting when one is late', () => {
    const pace = new Pace(false, 10, 0)
    expect(pace.turn(0)).toBe('go')
    pace.took(0, 1)
    expect(pace.turn(99)).toBe('early')
    expect(pace.wait(99)).toBe(1)
    expect(pace.turn(150)).toBe('go')
    pace.took(150, 150)
    expect(pace.wait(150)).toBe(50)
  })

  it('does not catch up in a burst after a long step', () => {
    const pace = new Pace(false, 10, 0)
    pace.took(0, 5000)
    let taken = 0
    while (pace.turn(5000) === 'go') {
      pace.took(5000, 5000)
      taken++
    }
    expect(taken).toBeLessThanOrEqual(2)
  })

  it('holds when paused, and lets each asked step through, once', () => {
    const pace = new Pace(true, null, 0)
    expect(pace.turn(10)).toBe('paused')
    pace.step(10)
    pace.step(10)
    expect(pace.turn(10)).toBe('go')
    pace.took(10, 11)
    expect(pace.turn(11)).toBe('go')
    pace.took(11, 12)
    expect(pace.turn(12)).toBe('paused')
  })

  it('pauses a running training to step it', () => {
    const pace = new Pace(false, null, 0)
    pace.step(5)
    expect(pace.isPaused).toBe(true)
    expect(pace.turn(5)).toBe('go')
  })

  it('counts training time without the pauses', () => {
    const pace = new Pace(false, null, 0)
    pace.pause(1000)
    expect(pace.seconds(9000)).toBe(1)
    pace.resume(10_000)
    expect(pace.seconds(12_000)).toBe(3)
  })
})
