import { mostCharacters, type Cell, type Worksheet } from '#contract/worksheet.ts'
import { formatNumber } from '#text/numbers.ts'
import { askWorksheet, type WorksheetLab } from './worksheet-lab.ts'
import { Draft } from './draft.svelte.ts'
import { TooLongError } from './save-sentence.ts'

/** What the student changes of a cell. */
export interface CellContent {
  readonly text: string
  readonly isSkipped: boolean
}
export type CellDraft = Draft<CellContent, Cell>

/** A cell that nobody has changed. */
export const emptyCell: Cell = { text: '', links: {}, revision: 0, changedAt: null, isSkipped: false }

/** A cell of a worksheet as the page types it. */
export const cellDraft = (lab: WorksheetLab, worksheet: Worksheet, id: string): CellDraft =>
  new Draft(worksheet.cells[id] ?? emptyCell, {
    contentOf: ({ text, isSkipped }) => ({ text, isSkipped }),
    isSame: (a, b) => a.text === b.text && a.isSkipped === b.isSkipped,
    save: async ({ text, isSkipped }, base) => {
      if (text.length > mostCharacters)
        throw new TooLongError(
          `the text has ${formatNumber(text.length)} characters and a cell holds at most ${formatNumber(mostCharacters)}; shorten it.`,
        )
      const body = { worksheet: worksheet.id, cell: id, base, text, isSkipped }
      const answer = await askWorksheet(lab, 'saveCell', body)
      return answer.kind === 'saved' ? { kind: 'saved', stored: answer.cell } : answer
    },
  })
