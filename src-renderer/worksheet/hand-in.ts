/** What the dialog of handing in shows of a check, and how a file comes from the lab to the user. */
import type { Finding, SubmissionFile } from '#contract/submission.ts'
import { bytesOf } from '../lab/base64.ts'
import type { WorksheetLab } from './worksheet-lab.ts'

/** Findings with the same sentence, and the cells that have them; none where it is of the whole worksheet. */
export interface FoundTogether {
  readonly sentence: string
  readonly isWarning: boolean
  readonly cells: readonly string[]
}

export function together(findings: readonly Finding[]): readonly FoundTogether[] {
  const groups = new Map<string, FoundTogether>()
  for (const { sentence, isWarning, cell } of findings) {
    const key = `${isWarning} ${sentence}`
    const cells = groups.get(key)?.cells ?? []
    groups.set(key, { sentence, isWarning, cells: cell === null ? cells : [...cells, cell] })
  }
  return [...groups.values()]
}

/** "4c (i)" for the cell "4c.i". */
export const cellWords = (cell: string): string => {
  const [part = '', ask] = cell.split('.')
  return ask === undefined ? part : `${part} (${ask})`
}

/** Where the part of a cell stands on the worksheet's page. */
export const cellAddress = (cell: string): string => `#/worksheet/${cell.split('.')[0] ?? ''}`

const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  md: 'text/markdown',
  zip: 'application/zip',
  html: 'text/html',
}

/** A file that the lab has made, read from it piece by piece. Rejects with the lab's sentence. */
export async function readMade(lab: WorksheetLab, submission: string, file: SubmissionFile): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for (let from = 0; from < file.bytes;) {
    const { data } = await lab.ask((client) =>
      client.request('submission.read', { submission, file: file.name, from }),
    )
    const piece = bytesOf(data)
    if (piece.length === 0) throw new Error(`${file.path} is shorter than it was; make the submission again.`)
    pieces.push(piece)
    from += piece.length
  }
  const type = types[file.name.slice(file.name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
  return new Blob(pieces, { type })
}
