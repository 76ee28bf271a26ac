import { flushSync } from 'svelte'
import { expect, it, vi } from 'vitest'
import type { OpenedFile } from '#contract/replay.ts'
import { datasets, description, headOf, labOnAPort } from '../lab/lab-on-a-port.testing.ts'
import { LabState } from '../lab/lab.svelte.ts'
import { followOpenedFiles } from './follow-opened-files.svelte.ts'

it('shows what was opened before the page was there, and what is opened later; a problem is a notice', async () => {
  let waiting: readonly OpenedFile[] = [{ run: headOf('early') }]
  const lab = labOnAPort(({ type }) => {
    if (type === 'lab.describe') return description()
    if (type === 'replay.arrived') return waiting
    return type === 'dataset.list' ? datasets : undefined
  })
  const state = new LabState(() => Promise.resolve(lab.port))
  const shown: string[] = []
  const end = $effect.root(() =>
    followOpenedFiles(
      state,
      ({ id }) => shown.push(id),
      (demo) => shown.push(`demo ${demo}`),
    ),
  )
  await state.connect()
  flushSync()
  await vi.waitFor(() => expect(shown).toEqual(['early']))

  waiting = [{ run: headOf('first') }, { problem: '"b.labrun" is empty.' }, { run: headOf('last') }]
  lab.tell({ type: 'replay.opened' })
  await vi.waitFor(() => expect(state.notice).toBe('"b.labrun" is empty.'))
  expect(shown).toEqual(['early', 'last'])

  waiting = [{ demo: 'first' }, { demo: 'second' }]
  lab.tell({ type: 'replay.opened' })
  await vi.waitFor(() => expect(shown.at(-1)).toBe('demo second'))
  end()
})
