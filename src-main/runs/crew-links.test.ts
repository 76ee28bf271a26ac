import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { CrewLinks, jobsAtOnce } from './crew-links.ts'

const beginning = (part: string, params = {}, kept = {}) =>
  jobsAtOnce({
    type: 'begin',
    request: { part, slot: 'main', params, seed: 1, engine: 'auto' },
    isPaused: false,
    stepsPerSecond: null,
    home: '',
    kept,
    secondsBefore: 0,
  })

test('processes started ahead are the ones that are written to first, and are ended with the others', () => {
  const posted: string[] = []
  let started = 0
  const links = new CrewLinks(
    () => {
      const name = `process ${started++}`
      return {
        pid: undefined,
        post: (message) => void posted.push(`${name}: ${String(message)}`),
        onMessage: () => undefined,
        onExit: () => undefined,
        kill: () => void posted.push(`${name} ended`),
      }
    },
    () => undefined,
  )
  links.startAhead(2)
  expect(started).toBe(2)
  links.post(1, 'second')
  links.post(2, 'third')
  links.post(0, 'first')
  links.close()
  expect(started).toBe(3)
  expect(posted.slice(0, 3)).toEqual(['process 1: second', 'process 2: third', 'process 0: first'])
  expect(posted.slice(3).sort()).toEqual(['process 0 ended', 'process 1 ended', 'process 2 ended'])
})

test('a sweep has one ahead for each core, no more than it has jobs left, and a measured process none', () => {
  const sweep = { images: 4, seeds: 1, epochs: 1 }
  expect(beginning('4a', sweep)).toBe(Math.min(availableParallelism(), 2))
  expect(beginning('4a', sweep, { one: null })).toBe(1)
  expect(beginning('4a', sweep, { one: null, other: null })).toBe(0)
  expect(beginning('4b')).toBe(availableParallelism())
  expect(beginning('gone')).toBe(0)
  expect(beginning('5a')).toBe(0)
  expect(beginning('1d')).toBe(0)
})
