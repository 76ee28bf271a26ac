import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { createRawSnippet } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Guidance } from '#experiments/guidance.ts'
import { isAnswerShown, revealed } from './revealed.svelte.ts'
import Reveal from './Reveal.svelte'

const guidance: Guidance = {
  hint: 'Look at one row.',
  steps: ['The first step', { title: 'The second title', tex: 'a', text: 'The second text' }],
}
const answer = createRawSnippet(() => ({ render: () => '<p>It is 42.</p>' }))
const given = { cell: '4c.i', name: '4c (i)', title: 'Hints and answer (i)', guidance, answer }
const parts = [/Look at one row/, /The first step/, /The second text/, /It is 42/]
const seen = (): number => parts.filter((text) => screen.queryByText(text) !== null).length
const buttons = (): string[] => screen.queryAllByRole('button').map(({ textContent }) => textContent.trim())
const press = (): Promise<unknown> => fireEvent.click(screen.getAllByRole('button')[0] ?? document.body)

// jsdom lays nothing out, so it cannot scroll.
const { scrollIntoView } = Element.prototype
beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined
  revealed.show('4c.i', 0)
})
afterEach(() => {
  cleanup()
  Element.prototype.scrollIntoView = scrollIntoView
})

it('gives away nothing before it is asked, then one thing after another', async () => {
  render(Reveal, given)
  const asked = []
  for (let count = 0; count <= 4; count++) {
    expect([seen(), isAnswerShown('4c.i')]).toEqual([count, count === 4])
    asked.push(buttons()[0])
    if (count < 4) await press()
  }
  expect(asked).toEqual([
    'Show a hint, 4c (i)',
    'Show step 1 of 2, 4c (i)',
    'Show step 2 of 2, 4c (i)',
    'Show the answer, 4c (i)',
    'Hide all, 4c (i)',
  ])
  // The button that was pressed is gone; the focus is not.
  const hide = screen.getByRole('button', { name: /Hide all/ })
  await vi.waitFor(() => expect(document.activeElement).toBe(hide))
  await fireEvent.click(hide)
  await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Show a hint'))
  expect([seen(), isAnswerShown('4c.i')]).toEqual([0, false])
})

it('keeps what was asked for when the part is drawn anew, each cell for itself', async () => {
  const { unmount } = render(Reveal, given)
  await press()
  unmount()
  render(Reveal, given)
  expect(seen()).toBe(1)
  cleanup()
  render(Reveal, { ...given, cell: '4c.ii' })
  expect(seen()).toBe(0)
})

it('ends with the last step where the answer is locked, also one that was shown before', async () => {
  revealed.show('4c.i', 'answer')
  render(Reveal, { ...given, isAnswerLocked: true })
  expect([seen(), buttons()]).toEqual([3, ['Hide all, 4c (i)']])
})

it('goes straight to the answer where hints are locked', async () => {
  render(Reveal, { ...given, isHintLocked: true })
  expect([seen(), buttons()]).toEqual([0, ['Show the answer, 4c (i)']])
  await press()
  expect([seen(), screen.getByText('It is 42.').isConnected, isAnswerShown('4c.i')]).toEqual([1, true, true])
})
