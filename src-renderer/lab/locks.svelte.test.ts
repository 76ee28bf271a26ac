import { afterEach, expect, it, vi } from 'vitest'
import { flushSync } from 'svelte'
import { openPolicy } from '#contract/policy.ts'
import { locksNow } from './locks.svelte.ts'

afterEach(() => vi.useRealTimers())

it('locks nothing before the lab has said anything, or where it says so', () => {
  for (const policy of [undefined, openPolicy])
    expect(locksNow('4c', policy)).toEqual({ hints: false, answers: false, sentence: null })
})

it('says what is locked, both in one sentence where they are locked alike', () => {
  expect(locksNow('4c', { ...openPolicy, references: 'locked' })).toEqual({
    hints: false,
    answers: true,
    sentence: 'Reference answers are locked by this lab’s policy.',
  })
  expect(locksNow('4c', { ...openPolicy, hints: 'locked', references: 'locked' }).sentence).toBe(
    'Hints and reference answers are locked by this lab’s policy.',
  )
  const { sentence } = locksNow('4c', {
    ...openPolicy,
    hints: 'locked',
    references: { lockedUntil: '9999-01-01T12:00:00.000Z' },
  })
  expect(sentence).toMatch(/^Reference answers .* until 1 January 9999.*\. Hints and steps are locked/)
})

it('opens when the time has come, on a page that stays open', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 8, 30, 23, 59, 50) })
  const policy = { ...openPolicy, references: { lockedUntil: '2026-10-01T00:00:00.000Z' } }
  const seen: boolean[] = []
  const stop = $effect.root(() => {
    $effect(() => void seen.push(locksNow('4c', policy).answers))
  })
  flushSync()
  vi.advanceTimersByTime(60_000)
  flushSync()
  stop()
  await Promise.resolve()
  expect([seen[0], seen.at(-1)]).toEqual([true, false])
  expect(vi.getTimerCount()).toBe(0)
})
