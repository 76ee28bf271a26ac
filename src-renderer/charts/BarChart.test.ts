import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import BarChart from './BarChart.svelte'

// jsdom lays nothing out, so no element ever has a size to observe.
beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('says its numbers in words and in a table', async () => {
  render(BarChart, {
    title: 'Contributions',
    description: 'Both weights.',
    valueLabel: 'contribution',
    series: [
      { label: 'plain', color: '1' },
      { label: 'dropout', color: '2' },
    ],
    groups: [{ label: '10 w1', values: [10.891089, null] }],
  })
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    'Contributions. Both weights. 10 w1: plain 10.89, dropout not measured yet.',
  )
  await fireEvent.click(screen.getByRole('button', { name: 'Table' }))
  const cells = [...screen.getByRole('table').querySelectorAll('tbody td')].map((cell) => cell.textContent)
  expect(cells).toEqual(['10.89', '–'])
})
