import { describe, expect, it } from 'vitest'
import { Stopping, type StopReason } from './stopping.ts'

describe('Stopping', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['EPIPE', 130],
  ] as const)('gives a command stopped by %s the code %i', (reason: StopReason, code) => {
    const stopping = new Stopping()
    stopping.stop(reason)
    expect([stopping.exitCode(130), stopping.exitCode(0), stopping.exitCode(1)]).toEqual([code, 0, 1])
  })

  it('calls who begins to listen after the wish at once, and ends what nobody else stops', async () => {
    const stopping = new Stopping()
    stopping.stop('SIGTERM')
    stopping.stop('SIGINT')
    let calls = 0
    stopping.onStop(() => calls++)
    expect(calls).toBe(1)
    const never = new Promise<number>(() => undefined)
    expect(stopping.exitCode(await stopping.orStopped(never))).toBe(143)
  })
})
