import { expect, it } from 'vitest'
import { openPolicy } from '#contract/policy.ts'
import { UsageError } from '#processes/command-line.mjs'
import { checkPolicy, guidanceCommand } from './guidance-command.ts'

function printed(order: Parameters<typeof guidanceCommand>[0]): string {
  const lines: string[] = []
  const code = guidanceCommand(order, { print: (line) => lines.push(line), onStop: () => undefined })
  expect(code).toBe(0)
  return lines.join('\n')
}

it('prints the hint of everything a part asks, and the steps only where they are asked for', () => {
  const hint = printed({ part: '4d', extent: 'hint', isJson: false })
  expect(hint.match(/^Hint: /gm)).toHaveLength(2)
  expect(hint).not.toMatch(/^1\. /m)
  const steps = printed({ part: '2a', extent: 'steps', isJson: false })
  expect(steps).toMatch(/^Hint: .*\n\n1\. The objective is a sum over rows\. .*=.* The expectation/m)
  expect(steps).toMatch(/^5\. Back to all rows\./m)
})

it('prints them as JSON', () => {
  const { part, asks } = JSON.parse(printed({ part: '5a', extent: 'steps', isJson: true })) as {
    part: string
    asks: { id: string; steps: string[] }[]
  }
  expect([part, asks.map(({ id }) => id)]).toEqual(['5a', ['i', 'ii', 'iii']])
  expect(asks.every(({ steps }) => steps.length > 0)).toBe(true)
  expect(printed({ part: '5a', extent: 'hint', isJson: true })).not.toContain('steps')
})

it('refuses a part that does not exist', () => {
  expect(() => printed({ part: '9z', extent: 'hint', isJson: false })).toThrow(UsageError)
})

it('refuses what the policy locks, each apart', () => {
  const answers = { ...openPolicy, references: 'locked' } as const
  expect(() => checkPolicy('4c', 'answer', answers)).toThrow(
    'Reference answers are locked by this lab’s policy.',
  )
  expect(() => checkPolicy('4c', 'steps', answers)).not.toThrow()
  const hints = { ...openPolicy, hints: 'locked' } as const
  expect(() => checkPolicy('4c', 'hint', hints)).toThrow('Hints and steps are locked by this lab’s policy.')
  expect(() => checkPolicy('4c', 'answer', hints)).not.toThrow()
  const past = { ...openPolicy, references: { lockedUntil: '2020-01-01T00:00:00.000Z' } }
  expect(() => checkPolicy('4c', 'answer', past)).not.toThrow()
  const ofOnePart = { ...answers, parts: { '4c': { references: 'open' } } } as const
  expect(() => checkPolicy('4c', 'answer', ofOnePart)).not.toThrow()
  expect(() => checkPolicy('4d', 'answer', ofOnePart)).toThrow('Reference answers are locked')
  const damaged = { ...answers, hints: 'locked', problem: 'The policy file is damaged.' } as const
  expect(() => checkPolicy('4c', 'hint', damaged)).toThrow('The policy file is damaged.')
})
