import type { RequestOf } from '#contract/messages.ts'
import { mostReplayBytes } from '#contract/replay.ts'
import { ReplayError } from './replay-error.ts'

/** Files that may be on their way at once; of more, the one that began first is dropped. */
const mostUploads = 3

interface Upload {
  /** As long as announced, so that tiny pieces cost no more than large ones. */
  readonly bytes: Buffer
  length: number
}

/** Files that arrive in pieces from one page: at most three, of at most `mostBytes` together. */
export class Uploads {
  private readonly byId = new Map<string, Upload>()
  private readonly mostBytes: number

  constructor(mostBytes = mostReplayBytes) {
    this.mostBytes = mostBytes
  }

  /** Bytes held for files that are not whole yet. */
  get held(): number {
    return [...this.byId.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
  }

  /** Takes a piece; returns the file when it is whole, else null. Throws ReplayError where a piece does not follow. */
  take({ upload: id, file, from, total, data }: RequestOf<'replay.open'>): Uint8Array | null {
    if (from === 0) this.begin(id, total)
    const upload = this.byId.get(id)
    const piece = Buffer.from(data, 'base64')
    const isNext = upload?.bytes.length === total && upload.length === from && piece.length > 0
    if (!upload || !isNext || from + piece.length > total) {
      this.byId.delete(id)
      throw new ReplayError(`"${file}" did not arrive whole; open it again.`)
    }
    piece.copy(upload.bytes, from)
    upload.length += piece.length
    if (upload.length < total) return null
    this.byId.delete(id)
    return upload.bytes
  }

  /** The page has gone. */
  forget(): void {
    this.byId.clear()
  }

  private begin(id: string, total: number): void {
    this.byId.delete(id)
    for (const oldest of this.byId.keys()) {
      if (this.byId.size < mostUploads && this.held + total <= this.mostBytes) break
      this.byId.delete(oldest)
    }
    this.byId.set(id, { bytes: Buffer.alloc(total), length: 0 })
  }
}
