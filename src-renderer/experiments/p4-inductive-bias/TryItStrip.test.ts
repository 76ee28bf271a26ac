import { part as part4e, plan } from '#experiments/p4-inductive-bias/parts/4e.ts'
import { initialNetwork } from '#experiments/p4-inductive-bias/pure/networks.ts'
import { snapshotNames } from '#experiments/p4-inductive-bias/pure/snapshots.ts'
import { parametersOf } from '#models/parameters.ts'
import { Random } from '#numeric/random.ts'
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunState } from '../../lab/run.svelte.ts'
import TryItStrip from './TryItStrip.svelte'
import type { SnapshotSource } from './try-networks.ts'

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

const permuted = plan(part4e.slots.main.typed({ perClass: [10] }))
const { cells } = permuted
/** Turned upside down: place i shows pixel 783 - i. */
const permutation = { step: 0, shape: [784], data: Float32Array.from({ length: 784 }, (_, i) => 783 - i) }

/** A run whose networks ended with these weights, and the permutation of its data. */
function trainedRun(hasPermutation: boolean): RunState {
  const weightsOf = (track: string) => {
    const cell = cells.find((own) => own.track === track)
    if (!cell) return null
    const { model, weights } = initialNetwork(cell, 3, new Random(4))
    const data = Float32Array.from(parametersOf(model).flatMap(({ name }) => [...(weights[name] ?? [])]))
    return { step: 300, shape: [data.length], data }
  }
  return {
    isLive: false,
    head: { name: 'Permuted pixels', request: { seed: 182 } },
    latestSnapshot: (track: string, name: string) => {
      if (name === snapshotNames.weights) return weightsOf(track)
      return name === snapshotNames.permutation && hasPermutation ? permutation : null
    },
  } as unknown as RunState
}
const empty: SnapshotSource = { latestSnapshot: () => null }
const show = (run: RunState | null, plan = permuted) =>
  render(TryItStrip, {
    sweep: {
      ...{ chosen: cells, classNames: plan.data.classes, dataTrack: 'data.s1', firstSeed: 182 },
      ...{ partId: '4e', plan, run, source: run ?? empty },
    },
  })
// Found by its label: asking for the role would look through every element of the strip.
const pad = () => screen.getByLabelText(/^Image to try/)
const answers = () =>
  [...document.querySelectorAll('td.number')].map((cell) =>
    Number.parseFloat(cell.getAttribute('title') ?? ''),
  )

describe('the try-it strip', () => {
  it('says which run to make before there is one', () => {
    show(null)
    expect(screen.getByText(/Run 4e first/)).toBeTruthy()
    expect(screen.getAllByText(/Not trained yet\. Press Run 4e\./)).toHaveLength(2)
    expect(answers().filter(Number.isFinite)).toEqual([])
  })

  it('answers for both networks, at once when a key moves the band', async () => {
    show(trainedRun(false))
    const before = answers()
    expect(before).toHaveLength(6)
    for (const network of [before.slice(0, 3), before.slice(3)])
      expect(network.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
    expect(pad().getAttribute('aria-valuetext')).toBe('horizontal band 3 wide at row 19')
    await fireEvent.keyDown(pad(), { key: 'ArrowUp' })
    expect(pad().getAttribute('aria-valuetext')).toBe('horizontal band 3 wide at row 18')
    expect(answers()).not.toEqual(before)
  })

  it('shows the networks the pixels in the order of the run, or as drawn', async () => {
    show(trainedRun(true))
    const turned = answers()
    // A band of rows 19 to 21 stands upside down in rows 6 to 8.
    await fireEvent.input(screen.getByLabelText(/^Row/), { target: { value: '6' } })
    await fireEvent.click(screen.getByRole('checkbox', { name: /permuted as in this part/ }))
    answers().forEach((p, i) => expect(p).toBeCloseTo(turned[i] ?? NaN, 12))
  })

  it('says what no generator draws and what is no class of these networks', async () => {
    show(trainedRun(false))
    await fireEvent.click(screen.getByRole('radio', { name: 'Diagonal' }))
    expect(screen.getByText(/The generator never draws this: width 3\./).textContent).toContain(
      '“diagonal” is not one of the classes these networks know.',
    )
  })
})
