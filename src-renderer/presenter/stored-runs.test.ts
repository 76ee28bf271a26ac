import { expect, it } from 'vitest'
import type { DemoStep } from '#contract/demo.ts'
import { headOf } from '../lab/lab-on-a-port.testing.ts'
import type { LabState } from '../lab/lab.svelte.ts'
import type { DemoDraft } from './action-recording.svelte.ts'
import { requestAt, withRun, withSteps, withStored } from './stored-runs.ts'

const steps: DemoStep[] = [
  { do: 'open', part: '1b', slot: 'main' },
  { do: 'set', fields: { iterations: 300 } },
  { do: 'start', seed: 7, stepsPerSecond: null },
]
const draft: DemoDraft = { title: 't', about: 'a', minutes: 1, steps }

it('knows what a start asks for: the defaults of its slot with what was set since it was opened', () => {
  expect(requestAt(steps, 2)).toMatchObject({
    part: '1b',
    slot: 'main',
    seed: 7,
    params: { iterations: 300 },
  })
  const opened = [...steps.slice(0, 2), { do: 'open', part: '1d', slot: 'main' } as const, ...steps.slice(2)]
  expect(requestAt(opened, 3)).toMatchObject({ part: '1d' })
  expect(requestAt(opened, 3)?.params).not.toMatchObject({ iterations: 300 })
  expect(requestAt(steps, 1)).toBeNull()
  expect(requestAt(steps.slice(2), 0)).toBeNull()
})

/** A lab that holds these runs of the slot, newest first. */
function labWith(...runs: readonly ReturnType<typeof headOf>[]): LabState {
  const answer = (type: string, { run }: { readonly run?: string }): unknown =>
    type === 'run.list' ? { runs } : { file: 'a.labrun', data: btoa(run ?? '') }
  return {
    ask: (carryOut: (client: unknown) => unknown) =>
      carryOut({
        request: (type: string, body: { readonly run?: string }) => Promise.resolve(answer(type, body)),
      }),
  } as unknown as LabState
}

it('stores the run with the same request, one of this lab before an opened one, and removes it again', async () => {
  const request = { ...requestAt(steps, 2), engine: 'auto' } as ReturnType<typeof headOf>['request']
  const origin = { file: 'x', openedAt: '2026-01-01T00:00:00.000Z' }
  const lab = labWith(
    headOf('other', { request: { ...request, seed: 8 } }),
    headOf('opened', { request, origin }),
    headOf('own', { request }),
  )
  const taken = await withRun(() => draft, 2, 30, lab)
  expect(taken.runs).toEqual({ '1b, seed 7': btoa('own') })
  expect(taken.steps[2]).toMatchObject({ stored: { run: '1b, seed 7', seconds: 30 } })
  expect(withStored(taken, 2, null)).toEqual(draft)
  expect(withSteps(taken, steps.slice(0, 2))).toEqual({ ...draft, steps: steps.slice(0, 2) })
  await expect(withRun(() => draft, 2, 30, labWith())).rejects.toThrow('no completed run of 1b')
})

it('keeps what is edited while the run is on its way, and refuses the run if the step asks for another by then', async () => {
  const request = { ...requestAt(steps, 2), engine: 'auto' } as ReturnType<typeof headOf>['request']
  const lab = labWith(headOf('own', { request }))
  let now = draft
  const edited = withRun(() => now, 2, 30, lab)
  now = { ...draft, title: 'Edited' }
  expect(await edited).toMatchObject({ title: 'Edited', runs: { '1b, seed 7': btoa('own') } })
  const refused = withRun(() => now, 2, 30, lab)
  now = { ...draft, steps: steps.with(1, { do: 'set', fields: { iterations: 40 } }) }
  await expect(refused).rejects.toThrow('have changed')
})
