import { expect, it } from 'vitest'
import { headOf } from '#contract/run-head.ts'
import { problems } from '#experiments/problems.ts'
import { valueEntry } from '#worksheet/link-entry.ts'
import { linkMarkdown } from '#worksheet/pure/links.ts'
import { resolveWorksheet } from '#worksheet/resolve.ts'
import { summaryOf } from '#worksheet/summary.testing.ts'
import { emptyWorksheet } from '#worksheet/worksheet-file.ts'
import { worksheetJson, worksheetText } from './worksheet-report.ts'

const run = summaryOf('1d', { values: { '1d.w1': { value: 5 } }, dataNote: 'synthetic: drawn' })
const head = headOf(run)
const link = valueEntry(run, { kind: 'value', run: run.id, value: '1d.w1', at: null })
const cell = { text: '', links: {}, revision: 1, changedAt: null, isSkipped: false }
const number = linkMarkdown('v1', link)
const resolved = resolveWorksheet(
  {
    ...emptyWorksheet('mine', 'My homework', '2026-01-31T18:00:00.000Z'),
    student: { name: 'Ada', studentId: '182' },
    chosen: { '1e': 'gone' },
    cells: {
      '1c': { ...cell, text: 'It is [6](lab:v1),\n\nand [1](lab:v9).', links: { v1: link } },
      '1d': { ...cell, text: `w1 is ${number}.`, links: { v1: link } },
      '1e': { ...cell, isSkipped: true },
    },
  },
  problems,
  {
    isThere: (id) => id === run.id,
    isInTrash: () => false,
    head: () => null,
    newestCompleted: (slot) => (slot === '1d' ? head : null),
  },
)

it('a worksheet is printed with the state of every cell, the text and where its numbers come from', () => {
  const text = worksheetText(resolved, 'Restored.', problems)
  expect(text).toMatch(
    /^My homework, changed 2026-01-31 18:00 UTC; Ada, 182\nRestored\.\n2 of \d+ required answers, 0 of \d+ optional\n/,
  )
  expect(text).toContain('  [ ] 1a       empty\n')
  expect(text).toContain(
    `  [!] 1c       stale\n        It is 6 (1d, seed 7; synthetic; edited, measured ${link.text}),\n\n        and 1 (v9 is no longer there).\n`,
  )
  expect(text).toContain('  [x] 1d       answered\n        w1 is 5 (1d, seed 7; synthetic).\n')
  expect(text).toContain('  [-] 1e       skipped\n')
  expect(text).toContain('  run of 1d: a-run, seed 7, completed (newest)\n')
  expect(text).toContain('  run of 1e: none; the chosen run is gone\n')
  expect(text).toContain('Problem 6: homework log\n  [ ] empty')
})

it('and the same as JSON', () => {
  const json = JSON.parse(JSON.stringify(worksheetJson(resolved, null))) as {
    readonly cells: readonly { readonly id: string }[]
    readonly slots: Readonly<Record<string, unknown>>
  }
  expect(json).toMatchObject({ worksheet: { id: 'mine', student: { name: 'Ada' } }, notice: null })
  expect(json.cells.find(({ id }) => id === '1c')).toMatchObject({
    state: 'stale',
    links: [
      {
        id: 'v1',
        words: '6',
        isEdited: true,
        isRunGone: false,
        isRunInTrash: false,
        newer: null,
        marks: ['synthetic'],
      },
      { id: 'v9', link: null },
    ],
  })
  expect(json.slots['1d']).toEqual({
    run: 'a-run',
    seed: 7,
    status: 'completed',
    isChosen: false,
    isChosenGone: false,
  })
})
