import type { RequestOf } from '#contract/messages.ts'
import type { PictureKind } from '#contract/worksheet.ts'
import { RunError } from '#runs/run-error.ts'

/** Files that one page may be sending at a time. */
const mostAtOnce = 4

interface Upload {
  readonly worksheet: string
  readonly kind: PictureKind
  /** As long as announced, so that tiny pieces cost no more than large ones. */
  readonly bytes: Buffer
  received: number
}

/** The files that one page is sending, in memory until they are whole. */
export class Uploads {
  private readonly begun = new Map<string, Upload>()

  /** Takes a piece; gives the file once it is whole. Throws RunError, and forgets the file, where it does not continue. */
  take({ worksheet, upload, kind, from, total, data }: RequestOf<'worksheet.file'>): Buffer | null {
    const bytes = Buffer.from(data, 'base64')
    const known = from === 0 ? undefined : this.begun.get(upload)
    this.begun.delete(upload)
    if (
      from !== 0 &&
      (known?.received !== from ||
        known.bytes.length !== total ||
        known.kind !== kind ||
        known.worksheet !== worksheet)
    )
      throw new RunError('This piece does not continue the picture; send the picture again.', 'from')
    if (from + bytes.length > total || bytes.length === 0)
      throw new RunError('The picture is not as long as was announced; send it again.', 'total')
    if (this.begun.size >= mostAtOnce)
      throw new RunError(
        `At most ${mostAtOnce} pictures can be added at a time; wait for the others.`,
        'upload',
      )
    const now = known ?? { worksheet, kind, bytes: Buffer.alloc(total), received: 0 }
    bytes.copy(now.bytes, from)
    now.received += bytes.length
    if (now.received === total) return now.bytes
    this.begun.set(upload, now)
    return null
  }

  /** The page has gone. */
  forget(): void {
    this.begun.clear()
  }
}
