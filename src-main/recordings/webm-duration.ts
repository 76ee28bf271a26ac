/**
 * A browser's recorder writes a WebM file as a live stream, without its length, so players show none and cannot seek.
 * The packages that mend this need the whole file in memory; here room for the length is made in the first bytes as
 * they pass, and the number is written there while the file grows. (Matroska specification, RFC 9559.)
 */

const ids = { header: 0x1a45dfa3, segment: 0x18538067, info: 0x1549a966, scale: 0x2ad7b1, duration: 0x4489 }
/** A segment without its length goes on to the end of the file; so do the clusters, which come after the info. */
const unknown = Number.POSITIVE_INFINITY
const usualScale = 1_000_000

interface Element {
  readonly id: number
  /** Where its size, its content, and what comes after it begin. */
  readonly sizeAt: number
  readonly from: number
  readonly to: number
}

/** Where the length stands. */
export interface DurationPlace {
  readonly at: number
  readonly bytes: 4 | 8
  /** Nanoseconds of one unit of it. */
  readonly scale: number
}
/** The first bytes of a file, with room for its length. */
interface Prepared {
  readonly head: Uint8Array
  readonly place: DurationPlace
}

/** Bytes of a number of variable length, from its first byte; 0 for none. */
const lengthOf = (first: number): number => Math.clz32(first) - 23

/** The element that begins at `at`; null where its head is not all there. Throws RangeError where there can be none. */
function elementAt(bytes: Uint8Array, at: number): Element | null {
  const idLength = lengthOf(bytes[at] ?? 0x80)
  if (idLength > 4) throw new RangeError('no element')
  const sizeAt = at + idLength
  const sizeLength = lengthOf(bytes[sizeAt] ?? 0x80)
  if (sizeLength > 8) throw new RangeError('no size')
  const from = sizeAt + sizeLength
  if (from > bytes.length) return null
  const read = (start: number, end: number, first: number): number =>
    bytes.subarray(start + 1, end).reduce((sum, byte) => 256 * sum + byte, first)
  const ones = 0xff >> sizeLength
  const first = (bytes[sizeAt] ?? 0) & ones
  const isUnknown = first === ones && bytes.subarray(sizeAt + 1, from).every((byte) => byte === 0xff)
  const size = isUnknown ? unknown : read(sizeAt, from, first)
  return { id: read(at, sizeAt, bytes[at] ?? 0), sizeAt, from, to: from + size }
}

/** A size as a number of variable length, in as few bytes as hold it. */
function sizeBytes(size: number): Uint8Array {
  const length = [1, 2, 3, 4].find((bytes) => size < 2 ** (7 * bytes) - 1) ?? 5
  const bytes = new Uint8Array(length)
  for (let index = length - 1, rest = size; index >= 0; index--, rest = Math.floor(rest / 256))
    bytes[index] = rest % 256
  bytes[0] = (bytes[0] ?? 0) | (0x80 >> (length - 1))
  return bytes
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/**
 * Makes room for the length in the first bytes of a file. Null where more of them are needed; "none" where this is no
 * WebM stream whose beginning can be changed.
 */
export function prepareDuration(bytes: Uint8Array): Prepared | 'none' | null {
  try {
    return prepared(bytes)
  } catch (error) {
    if (error instanceof RangeError) return 'none'
    throw error
  }
}

function prepared(bytes: Uint8Array): Prepared | 'none' | null {
  const header = bytes.length === 0 ? null : elementAt(bytes, 0)
  if (!header) return null
  if (header.id !== ids.header) return 'none'
  const segment = header.to < bytes.length ? elementAt(bytes, header.to) : null
  if (!segment) return null
  // What stands at known places would be moved.
  if (segment.id !== ids.segment || segment.to !== unknown) return 'none'
  const info = segment.from < bytes.length ? elementAt(bytes, segment.from) : null
  if (!info) return null
  if (info.id !== ids.info || info.to === unknown) return 'none'
  if (info.to > bytes.length) return null

  let scale = usualScale
  for (let at = info.from; at < info.to;) {
    const child = elementAt(bytes, at)
    if (!child) return 'none'
    if (child.id === ids.scale)
      scale = bytes.subarray(child.from, child.to).reduce((sum, byte) => 256 * sum + byte, 0)
    const size = child.to - child.from
    if (child.id === ids.duration && (size === 4 || size === 8))
      return { head: bytes, place: { at: child.from, bytes: size, scale } }
    at = child.to
  }
  const duration = new Uint8Array([0x44, 0x89, 0x88, ...new Array<number>(8).fill(0)])
  const size = sizeBytes(info.to - info.from + duration.length)
  const before = joined(bytes.subarray(0, info.sizeAt), size, bytes.subarray(info.from, info.to), duration)
  return {
    head: joined(before, bytes.subarray(info.to)),
    place: { at: before.length - 8, bytes: 8, scale },
  }
}

/** The bytes that say how long the file is. */
export function durationBytes(seconds: number, { bytes, scale }: DurationPlace): Uint8Array {
  const view = new DataView(new ArrayBuffer(bytes))
  const units = (1e9 * seconds) / scale
  if (bytes === 8) view.setFloat64(0, units)
  else view.setFloat32(0, units)
  return new Uint8Array(view.buffer)
}
