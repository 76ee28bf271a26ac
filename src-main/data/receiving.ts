import { DatasetError } from '#datasets/dataset-error.ts'
import { looksLikeArchive } from './archive.ts'
import { largestArchive } from './cifar10-format.ts'
import { wanted } from './cifar10-import.ts'
import { ReceivedArchive } from './received-archive.ts'

/** A piece of an archive as a page sends it. */
export interface Piece {
  readonly upload: string
  readonly file: string
  readonly from: number
  readonly total: number
  /** Base64. */
  readonly data: string
}

interface Incoming {
  readonly upload: string
  readonly owner: object
  readonly total: number
  readonly archive: ReceivedArchive
}

/** The one archive that is on its way from a page: checked before anything of it is written, and piece by piece. */
export class Receiving {
  private readonly home: string
  private readonly fileImages: number
  private incoming: Incoming | null = null

  constructor(home: string, fileImages: number) {
    this.home = home
    this.fileImages = fileImages
  }

  get received(): number {
    return this.incoming?.archive.received ?? 0
  }
  /** Where the archive is written; null where none is on its way. */
  get path(): string | null {
    return this.incoming?.archive.path ?? null
  }
  /** Is what is on its way this page's, and this upload of it? */
  isFrom(owner: object, upload = this.incoming?.upload): boolean {
    return this.incoming?.owner === owner && this.incoming.upload === upload
  }

  /** Throws DatasetError where the file cannot be an archive of CIFAR-10. */
  begin({ upload, file, total, data }: Piece, owner: object): void {
    const most = largestArchive(this.fileImages)
    if (total > most)
      throw new DatasetError(
        `"${file}" has ${total} bytes, and an archive of CIFAR-10 has at most ${most}; ${wanted}.`,
      )
    if (!looksLikeArchive(Buffer.from(data, 'base64')))
      throw new DatasetError(`"${file}" is not a .tar.gz or .tar archive; ${wanted}.`)
    this.discard()
    this.incoming = { upload, owner, total, archive: new ReceivedArchive(this.home, file) }
  }

  /** Resolves when the piece is written: with the path of the file once it is whole, else null. */
  async take({ upload, file, from, total, data }: Piece, owner: object): Promise<string | null> {
    const { incoming } = this
    const piece = Buffer.from(data, 'base64')
    const isNext =
      incoming?.upload === upload &&
      incoming.owner === owner &&
      incoming.total === total &&
      incoming.archive.received === from &&
      piece.length > 0 &&
      from + piece.length <= total
    if (!incoming || !isNext)
      throw new DatasetError(`"${file}" did not arrive whole, or was cancelled; choose it again.`)
    const { archive } = incoming
    const written = archive.add(piece)
    const isLast = archive.received === total
    try {
      await written
      if (!isLast) return null
      await archive.finish()
      return archive.path
    } catch (error) {
      throw new DatasetError(
        `"${file}" could not be kept in ${this.home} (${(error as Error).message}); free some space, and choose it again.`,
      )
    }
  }

  /** Removes what has arrived. */
  discard(): void {
    const { incoming } = this
    this.incoming = null
    void incoming?.archive.discard()
  }
}
