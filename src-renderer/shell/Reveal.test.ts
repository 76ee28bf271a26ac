import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { createRawSnippet } from 'svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { settings } from '../lab/settings.svelte.ts'
import { isAnswerShown, revealed, type Derivation } from './revealed.svelte.ts'
import Reveal from './Reveal.svelte'

const derivation: Derivation = {
  hint: 'Look at one row.',
  steps: [
    { title: 'The first title', text: 'The first text' },
    { title: 'The second title', text: 'The second text' },
  ],
}
const answer = createRawSnippet(() => ({ render: () => '<p>It is 42.</p>' }))
const parts = [/Look at one row/, /The first title/, /The second text/, /It is 42/]
const seen = (): number => parts.filter((text) => screen.queryByText(text) !== null).length
const buttons = (): string[] => screen.queryAllByRole('button').map(({ textContent }) => textContent.trim())

beforeEach(() => {
  settings.change({ isReferenceShown: false })
  revealed.show('2a', 0)
})
afterEach(cleanup)

it('gives away nothing before it is asked, then one thing after another', async () => {
  render(Reveal, { part: '2a', derivation, answer })
  const asked = []
  for (let count = 0; count <= 4; count++) {
    expect([seen(), isAnswerShown('2a', derivation)]).toEqual([count, count === 4])
    asked.push(buttons()[0])
    if (count < 4) await fireEvent.click(screen.getAllByRole('button')[0] ?? document.body)
  }
  expect(asked).toEqual([
    'Show a hint',
    'Show step 1 of 2',
    'Show step 2 of 2',
    'Show the answer',
    'Hide all',
  ])
  await fireEvent.click(screen.getByRole('button', { name: 'Hide all' }))
  expect(seen()).toBe(0)
})

it('keeps what was asked for when the part is drawn anew, each part for itself', async () => {
  const { unmount } = render(Reveal, { part: '2a', derivation, answer })
  await fireEvent.click(screen.getByRole('button'))
  unmount()
  render(Reveal, { part: '2a', derivation, answer })
  expect(seen()).toBe(1)
  cleanup()
  render(Reveal, { part: '2b', derivation, answer })
  expect(seen()).toBe(0)
})

it('ends with its last step where there is no closing answer', async () => {
  render(Reveal, { part: '2a', derivation })
  for (let presses = 0; presses < 3; presses++)
    await fireEvent.click(screen.getAllByRole('button')[0] ?? document.body)
  expect([seen(), buttons(), isAnswerShown('2a', derivation)]).toEqual([3, ['Hide all'], true])
})

it('shows all of it while the reference answers are on', () => {
  settings.change({ isReferenceShown: true })
  render(Reveal, { part: '2a', derivation, answer })
  expect([seen(), buttons()]).toEqual([4, []])
  settings.change({ isReferenceShown: false })
})
