/** Which runs a worksheet's answers stand on. */
import type { Worksheet } from '#contract/worksheet.ts'
import type { Problem } from '#experiments/problem.ts'
import { cellIdOf } from '../pure/cells.ts'
import { labLinks } from '../pure/links.ts'

/** The run that fills each slot, by the slot's key; null or absent where none does. */
export type FilledSlots = Readonly<Record<string, string | null>>

/** The runs of a part: those its answers link, in the order of the text, then those that fill its slots. */
export function runsOfPart(
  worksheet: Worksheet,
  slots: FilledSlots,
  part: Problem['parts'][number],
): readonly string[] {
  const linked = part.asks.flatMap(({ id }) => {
    const cell = worksheet.cells[cellIdOf(part.id, id)]
    return labLinks(cell?.text ?? '').flatMap((link) => {
      const entry = cell?.links[link.id]
      return entry === undefined || entry.kind === 'picture' ? [] : [entry.from.run]
    })
  })
  const filling = part.slotList.flatMap(({ key }) => slots[key] ?? [])
  return [...new Set([...linked, ...filling])]
}

/** The runs of all parts, in the order of the homework, each once. */
export const runsUsed = (
  worksheet: Worksheet,
  slots: FilledSlots,
  problems: readonly Problem[],
): readonly string[] => [
  ...new Set(problems.flatMap(({ parts }) => parts.flatMap((part) => runsOfPart(worksheet, slots, part)))),
]
