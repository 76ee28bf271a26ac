import { expect, it } from 'vitest'
import { runStatusSchema } from '#contract/runs.ts'
import { emptyNoteOf } from './empty-note.ts'

it('asks to press Run only where there is no run', () => {
  expect(emptyNoteOf(null)).toMatch(/Press Run/)
  for (const status of runStatusSchema.options)
    for (const samples of [0, 7]) expect(emptyNoteOf({ status, samples })).not.toMatch(/Press Run/)
  expect(emptyNoteOf({ status: 'queued', samples: 0 })).toMatch(/waits/)
  expect(emptyNoteOf({ status: 'stopped', samples: 0 })).toMatch(/ended before/)
  expect(emptyNoteOf({ status: 'completed', samples: 7 })).toMatch(/no samples for this chart/)
})
