import { expect, it } from 'vitest'
import { surplus } from './backups.ts'

const minute = 60_000

/** The ages in minutes of what is left after a save a minute for so long. */
function agesAfter(minutes: number): number[] {
  let times: number[] = []
  for (let now = 0; now <= minutes * minute; now += minute) {
    times = [now, ...times]
    const gone = new Set(surplus(times, now))
    times = times.filter((time) => !gone.has(time))
  }
  return times.map((time) => minutes - time / minute)
}

it('ten backups are kept of any number, at distances that grow, the newest and the oldest among them', () => {
  for (const minutes of [20, 300, 5000]) {
    const ages = agesAfter(minutes)
    expect(ages).toHaveLength(10)
    expect([ages[0], ages.at(-1)]).toEqual([0, minutes])
    // No state is further from a kept one, for its age, than a few times.
    for (let k = 2; k < ages.length; k++) expect((ages[k] ?? 0) / (ages[k - 1] ?? 0)).toBeLessThan(8)
    expect(ages[1]).toBeLessThanOrEqual(3)
  }
})

it('a clock that was set back lets nothing but the surplus go', () => {
  const times = [2000, 1900, 1800, 100, 90, 80, 70, 60, 50, 40, 30].map((each) => each * minute)
  const gone = surplus(times, 95 * minute)
  expect(gone).toHaveLength(1)
  expect(times).toContain(gone[0])
})
