import { expect, it } from 'vitest'
import { ActiveTime, suggestedHours } from './active-time.ts'

function timed() {
  const state = { now: 0, isVisible: true, problem: 1 as number | null }
  const reports: [number, number][] = []
  const time = new ActiveTime({
    now: () => state.now,
    isVisible: () => state.isVisible,
    problem: () => state.problem,
    report: (...report) => void reports.push(report),
  })
  const pass = (seconds: number, isUsed = true): void => {
    for (let second = 0; second < seconds; second += 5) {
      state.now += 5000
      if (isUsed) time.input()
      time.look()
    }
  }
  return { state, reports, time, pass }
}

it('reports the open problem every half minute', () => {
  const { reports, state, pass, time } = timed()
  pass(20)
  state.problem = 3
  pass(10)
  expect(reports).toEqual([
    [1, 20],
    [3, 10],
  ])
  pass(10)
  time.report()
  expect(reports.at(-1)).toEqual([3, 10])
})
it('stops counting two minutes after the last input, while hidden, and where no problem is open', () => {
  const { reports, state, pass } = timed()
  pass(300, false)
  expect(reports.reduce((sum, [, seconds]) => sum + seconds, 0)).toBe(120)
  reports.length = 0
  state.isVisible = false
  pass(60)
  state.isVisible = true
  state.problem = null
  pass(60)
  expect(reports).toEqual([])
})
it('does not count the time that the machine slept', () => {
  const { reports, state, time } = timed()
  state.now += 3_600_000
  time.input()
  time.look()
  time.report()
  expect(reports).toEqual([[1, 10]])
})
it('suggests quarters of an hour', () => {
  expect([0, 400, 500, 3600, 5000].map(suggestedHours)).toEqual([null, null, 0.25, 1, 1.5])
})
