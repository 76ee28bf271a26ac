/** Files of a worksheet: pictures and charts, sent to the lab in pieces and read from it the same way. */
import { chunkBytes } from '#contract/chunks.ts'
import { mostPictureBytes, type PictureKind } from '#contract/worksheet.ts'
import { base64Of, bytesOf } from '../lab/base64.ts'
import { askWorksheet, type WorksheetLab } from './worksheet-lab.ts'

const types: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  svg: 'image/svg+xml',
}

/** Sends a file to a worksheet's folder. Resolves with the name that the lab gave it; rejects with a sentence. */
export async function sendFile(
  lab: WorksheetLab,
  worksheet: string,
  kind: PictureKind,
  bytes: Uint8Array,
): Promise<string> {
  if (bytes.length === 0 || bytes.length > mostPictureBytes)
    throw new Error('The picture has more than 4 MiB; make it smaller.')
  const upload = crypto.randomUUID()
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    const data = base64Of(bytes.subarray(from, from + chunkBytes))
    const body = { worksheet, upload, kind, from, total: bytes.length, data }
    const { file } = await askWorksheet(lab, 'file', body)
    if (file !== null) return file
  }
  throw new Error('The lab did not keep the picture; insert it once more.')
}

async function readFile(lab: WorksheetLab, worksheet: string, file: string): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let read = 0
  for (;;) {
    const { data, total } = await askWorksheet(lab, 'readFile', { worksheet, file, from: read })
    const piece = bytesOf(data)
    pieces.push(piece)
    read += piece.length
    if (read >= total || piece.length === 0) break
  }
  return new Blob(pieces, { type: types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream' })
}

/** Addresses under which the page shows the files of worksheets; a file never changes, so each is read once. */
export class FileAddresses {
  private readonly addresses = new Map<string, Promise<string>>()
  private readonly lab: WorksheetLab
  constructor(lab: WorksheetLab) {
    this.lab = lab
  }
  /** Rejects when the lab cannot be reached or the file is gone; it is asked for again the next time. */
  of(worksheet: string, file: string): Promise<string> {
    const key = `${worksheet}/${file}`
    const known = this.addresses.get(key)
    if (known) return known
    const address = readFile(this.lab, worksheet, file).then((blob) => URL.createObjectURL(blob))
    this.addresses.set(key, address)
    address.catch(() => this.addresses.delete(key))
    return address
  }
}
