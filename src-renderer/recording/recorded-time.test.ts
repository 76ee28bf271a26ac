import { expect, it } from 'vitest'
import { RecordedTime } from './recorded-time.ts'

it('goes on only while something is recorded', () => {
  const time = new RecordedTime()
  expect(time.at(5000)).toBe(0)
  time.goOn(1000)
  expect(time.at(3000)).toBe(2)
  time.pause(3500)
  time.pause(9000)
  expect(time.at(99_000)).toBe(2.5)
  time.goOn(100_000)
  time.goOn(100_500)
  expect(time.at(101_000)).toBe(3.5)
})
