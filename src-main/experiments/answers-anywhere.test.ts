import { describe, expect, it } from 'vitest'
import type { Table, Value } from '#contract/samples.ts'
import type { ValueDeclaration } from '#contract/values.ts'
import { Random } from '#numeric/random.ts'
import { collectRun, slotByKey } from './collect-run.testing.ts'
import { problems } from './problems.ts'
import { randomSettings, smallCaps } from './random-settings.testing.ts'
import { expectSound } from './sound-answer.testing.ts'

// `npm run bench -- answers` runs many more, and prints what they answer.
const seeds = [1, 2, 3]
const slots = problems
  .filter(({ number }) => [1, 3, 4].includes(number))
  .flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList.map(({ key }) => key)))

const tableOf = (value: Value | undefined): Table | null =>
  typeof value?.value === 'object' && value.value !== null ? value.value : null

/** Headings of columns with an empty cell that do not say what that means. */
function unexplained(declared: ValueDeclaration, { columns, rows }: Table): readonly string[] {
  return columns.filter((label, at) => {
    const column = declared.columns?.find((each) => each.label === label)
    const isExplained = (column?.whenEmpty ?? declared.emptyCell) !== undefined
    return !isExplained && rows.some((row) => row[at] === null)
  })
}

describe('at settings away from the defaults', () => {
  it.each(slots.flatMap((key) => seeds.map((seed) => [key, seed] as const)))(
    '%s answers soundly and says why a cell is empty (seed %i)',
    async (key, seed) => {
      const slot = slotByKey(key)
      const given = randomSettings(slot, smallCaps, new Random(seed).fork(key))
      const run = await collectRun(key, given, seed)
      const values = Object.fromEntries(run.values)
      for (const id of slot.answered) expectSound(slot.ask(given).answer(id, values).paragraphs.join('\n'))
      for (const declared of slot.values) {
        const table = tableOf(values[declared.id])
        if (table) expect([declared.id, unexplained(declared, table)]).toEqual([declared.id, []])
      }
    },
    60_000,
  )
})
