import type { RequestOf } from '#contract/messages.ts'
import { ReplayError } from './replay-error.ts'

/** Files that may be on their way at once; of more, the one that began first is dropped. */
const mostUploads = 3

interface Upload {
  readonly total: number
  readonly pieces: Buffer[]
  length: number
}

/** Files that arrive in pieces. */
export class Uploads {
  private readonly byId = new Map<string, Upload>()

  /** Takes a piece; returns the file when it is whole, else null. Throws ReplayError where a piece does not follow. */
  take({ upload: id, file, from, total, data }: RequestOf<'replay.open'>): Uint8Array | null {
    if (from === 0) this.begin(id, total)
    const upload = this.byId.get(id)
    const bytes = Buffer.from(data, 'base64')
    const isNext = upload?.total === total && upload.length === from && bytes.length > 0
    if (!upload || !isNext || from + bytes.length > total) {
      this.byId.delete(id)
      throw new ReplayError(`"${file}" did not arrive whole; open it again.`)
    }
    upload.pieces.push(bytes)
    upload.length += bytes.length
    if (upload.length < total) return null
    this.byId.delete(id)
    return Buffer.concat(upload.pieces)
  }

  private begin(id: string, total: number): void {
    this.byId.delete(id)
    const [oldest] = this.byId.keys()
    if (this.byId.size >= mostUploads && oldest !== undefined) this.byId.delete(oldest)
    this.byId.set(id, { total, pieces: [], length: 0 })
  }
}
