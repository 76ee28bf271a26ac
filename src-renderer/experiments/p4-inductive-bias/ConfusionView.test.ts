import { part as part4d, plan } from '#experiments/p4-inductive-bias/parts/4d.ts'
import type { StoredArray } from '#experiments/p4-inductive-bias/pure/snapshots.ts'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import { afterEach, describe, expect, it } from 'vitest'
import ConfusionView from './ConfusionView.svelte'
import { whyUntrained } from './untrained.ts'
import { firstOf, previewOf } from './data-preview.ts'

afterEach(cleanup)

const shifted = plan(part4d.slots.main.typed({ perClass: [10], validationImages: 2 }))
const { cells } = shifted
const classNames = ['horizontal', 'vertical', 'none']
/** Answers to two images of each class. */
const answers: Readonly<Record<string, number[]>> = { cnn: [0, 2, 1, 1, 2, 2], mlp: [1, 1, 0, 2, 2, 2] }
const probabilitiesOf = (network: string): StoredArray & { step: number } => ({
  step: 300,
  shape: [6, 3],
  data: Float32Array.from(
    (answers[network] ?? []).flatMap((answer) => [0, 1, 2].map((i) => (i === answer ? 0.75 : 0.125))),
  ),
})
const run = firstOf(
  {
    latestSnapshot: (track, name) =>
      name === 'probabilities'
        ? probabilitiesOf(cells.find((cell) => cell.track === track)?.network ?? '')
        : null,
  },
  previewOf(shifted, 182, 0),
)

describe('confusion matrices beside each other', () => {
  it('open with the commonest mistake of the first network', () => {
    render(ConfusionView, { run, cells, classNames, seed: 182, whyNone: 'not trained yet' })
    expect(screen.getByText('CNN, 10 images a class, seed 182: 83.33 % right', { exact: false })).toBeTruthy()
    expect(screen.getByText(/horizontal images that the CNN calls none: 1/)).toBeTruthy()
  })

  it('open the images behind any cell, with what they were made from and what each network says', async () => {
    render(ConfusionView, { run, cells, classNames, seed: 182, whyNone: 'not trained yet' })
    const mlp = screen.getByRole('table', { name: /^MLP, 10 images/ })
    await fireEvent.click(within(mlp).getByRole('button', { name: /true horizontal, predicted vertical: 2/ }))
    expect(screen.getByText(/horizontal images that the MLP calls vertical: 2/)).toBeTruthy()
    const images = screen.getAllByRole('option')
    expect(images).toHaveLength(2)
    expect(images[1]?.getAttribute('aria-label')).toMatch(
      /^validation image 2 of horizontal: background .* horizontal band on rows? (1[4-9]|2[0-7])/,
    )
    await fireEvent.click(images[1] ?? document.body)
    const says = screen
      .getAllByRole('table')
      .flatMap((table) => table.querySelector('caption')?.textContent ?? [])
    expect(says.map((text) => text.replace(/\s+/g, ' ').trim())).toEqual(
      expect.arrayContaining(['CNN says none', 'MLP says vertical']),
    )
  })

  it('say what will be there before anything is trained', () => {
    render(ConfusionView, { run: null, cells, classNames, seed: 182, whyNone: 'not trained yet' })
    expect(screen.getByText(/CNN, 10 images a class, seed 182: not trained yet/)).toBeTruthy()
    expect(screen.getByText(/Select a cell of a matrix/)).toBeTruthy()
  })

  it('say of a stopped run that it was stopped', () => {
    const whyNone = whyUntrained({ isLive: false })
    render(ConfusionView, { run: null, cells, classNames, seed: 182, whyNone })
    expect(screen.getByText(/CNN.*seed 182: not measured: the run was stopped/)).toBeTruthy()
    expect(screen.queryByText(/not trained yet/)).toBeNull()
  })
})
