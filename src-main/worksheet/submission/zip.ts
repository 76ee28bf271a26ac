/** A zip, written entry by entry and opened again. */
import type { FileHandle } from 'node:fs/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import { crc32, inflateRawSync } from 'node:zlib'
// Its entry for Node declares a `require` of its own, which the bundle has too.
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate/browser'

/** Bytes that are packed without a pause. */
const piece = 256 * 1024
/** What is packed already. */
const isPacked = /\.(pdf|png|jpg|webp|labrun)$/

/** Writes the entries of a zip into a file, one after another; the lab stays free to answer between two pieces. */
export class ZipWriter {
  readonly #zip: Zip
  readonly #pieces: Uint8Array[] = []
  #error: Error | null = null
  readonly #file: FileHandle

  constructor(file: FileHandle) {
    this.#file = file
    this.#zip = new Zip((error, data) => {
      if (error) this.#error = error
      else this.#pieces.push(data)
    })
  }

  /** Adds a file. Rejects with the file system's error. */
  async add(name: string, content: Uint8Array | Iterable<string>): Promise<void> {
    const entry = isPacked.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 })
    this.#zip.add(entry)
    if (content instanceof Uint8Array)
      for (let from = 0; from < content.length; from += piece) {
        entry.push(content.subarray(from, from + piece))
        await this.#write()
      }
    else
      for (const text of content) {
        entry.push(Buffer.from(text))
        await this.#write()
      }
    entry.push(new Uint8Array(0), true)
    await this.#write()
  }

  async end(): Promise<void> {
    this.#zip.end()
    await this.#write()
  }

  async #write(): Promise<void> {
    await breathe()
    if (this.#error) throw this.#error
    for (const data of this.#pieces.splice(0)) await this.#file.appendFile(data)
  }
}

export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
const localEntry = 0x04034b50

/** Every entry of a zip without encryption and below 4 GiB. Throws an Error naming the entry that is damaged. */
export function readZip(zip: Buffer): readonly ZipEntry[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || zip.length < end + 22 || zip.readUInt32LE(end) !== endOfDirectory)
    throw new Error('its directory is missing')
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  const entries: ZipEntry[] = []
  for (let index = 0; index < count; index++) {
    if (zip.length < at + 46 || zip.readUInt32LE(at) !== directoryEntry)
      throw new Error('its directory is damaged')
    const nameLength = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    entries.push({ name, bytes: entryBytes(zip, at, name) })
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}

function entryBytes(zip: Buffer, directory: number, name: string): Uint8Array {
  const method = zip.readUInt16LE(directory + 10)
  const checksum = zip.readUInt32LE(directory + 16)
  const packed = zip.readUInt32LE(directory + 20)
  const size = zip.readUInt32LE(directory + 24)
  const local = zip.readUInt32LE(directory + 42)
  if (zip.length < local + 30 || zip.readUInt32LE(local) !== localEntry) throw new Error(`${name} is missing`)
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const raw = zip.subarray(from, from + packed)
  const bytes = method === 0 ? raw : inflateRawSync(raw, { maxOutputLength: size + 1 })
  if (bytes.length !== size || crc32(bytes) !== checksum) throw new Error(`${name} is damaged`)
  return bytes
}
