import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Recording } from '#runs/recording.ts'
import { formatBytes } from '#text/bytes.ts'
import { formatNumber } from '#text/numbers.ts'
import { contentSchema, headerSchema, labrunVersion, limits, type Labrun } from './labrun-format.ts'
import { ReplayError } from './replay-error.ts'
import { sha256 } from './write-labrun.ts'

/** Characters of the header line; it has about 110. */
const mostHeader = 1000
const newline = 10
const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace, colon, comma] =
  Buffer.from('"\\[]{}:,')

/** A replay file that was read and checked. */
export interface OpenedLabrun extends Labrun {
  /** Its samples, and those of its snapshots whose numbers are in the file. */
  readonly recording: Recording
}

/**
 * Reads a replay file. Rejects with ReplayError, one sentence that names the file, where it is no replay file, of a
 * newer version, damaged, altered without its hash, or larger than the limits; nothing above them is unpacked or parsed.
 */
export async function readLabrun(bytes: Uint8Array, name: string): Promise<OpenedLabrun> {
  if (bytes.length > limits.bytes)
    throw new ReplayError(
      `"${name}" has ${formatBytes(bytes.length)}; a replay file has at most ${formatBytes(limits.bytes)}.`,
    )
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw foreign(name)
  const text = await unpack(bytes, name)
  const end = text.subarray(0, mostHeader).indexOf(newline)
  const header = parsed(text.subarray(0, Math.max(0, end)))
  checkVersion(header, name)
  const known = headerSchema.safeParse(header)
  if (!known.success) throw foreign(name)
  const body = text.subarray(end + 1)
  refuseUnusual(body, name)
  if (sha256(body) !== known.data.sha256)
    throw new ReplayError(
      `"${name}" is damaged or was changed: its content does not have the SHA-256 that it names. Export the run again.`,
    )
  const content = contentSchema.safeParse(parsed(body))
  if (!content.success) throw damaged(name, content.error.issues[0]?.path.join('.') || 'the content')
  return { ...content.data, recording: recordingOf(content.data, name) }
}

async function unpack(bytes: Uint8Array, name: string): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limits.textBytes + mostHeader })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new ReplayError(
        `"${name}" unpacks to more than ${formatBytes(limits.textBytes)}, so it was not opened; no run of this lab is that large.`,
      )
    throw damaged(name, 'it cannot be unpacked')
  }
}

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

function checkVersion(header: unknown, name: string): void {
  const { format, version } = (header ?? {}) as { readonly format?: unknown; readonly version?: unknown }
  if (format !== 'labrun' || typeof version !== 'number') throw foreign(name)
  if (version > labrunVersion)
    throw new ReplayError(
      `"${name}" was written by a newer Lab 182 (version ${version} of the format; this lab reads version ${labrunVersion}). Update the lab to open it.`,
    )
}

/**
 * Judged on the bytes, before they are parsed. Throws ReplayError where they are nested too deeply, or hold more fields,
 * lists or entries than a run does.
 */
function refuseUnusual(text: Buffer, name: string): void {
  let [depth, fields, lists, entries] = [0, 0, 0, 0]
  let isInString = false
  const refuseMany = (count: number, most: number, what: string): void => {
    if (count > most)
      throw new ReplayError(
        `"${name}" has more than ${formatNumber(most, 9)} ${what}, so it was not opened; no run of this lab has that many.`,
      )
  }
  for (let at = 0; at < text.length; at++) {
    const code = text[at]
    if (isInString) {
      if (code === backslash) at++
      else if (code === quote) isInString = false
    } else if (code === quote) isInString = true
    else if (code === openBracket || code === openBrace) {
      if (++depth > limits.nesting)
        throw new ReplayError(`"${name}" is nested too deeply for a replay file, so it was not opened.`)
      refuseMany(++lists, limits.lists, 'lists')
    } else if (code === closeBracket || code === closeBrace) depth--
    else if (code === colon) refuseMany(++fields, limits.fields, 'fields')
    else if (code === comma) refuseMany(++entries, limits.entries, 'entries')
  }
}

function recordingOf({ samples, snapshots }: Labrun, name: string): Recording {
  const recording = new Recording()
  try {
    for (const batch of samples) recording.restore(batch)
  } catch (error) {
    throw damaged(name, (error as Error).message)
  }
  for (const { sha256: hash, data, ...record } of snapshots) {
    if (data === null) continue
    const bytes = Buffer.from(data, 'base64')
    const numbers = record.shape.reduce((product, side) => product * side, record.kind === 'float32' ? 4 : 1)
    if (numbers !== bytes.length || sha256(bytes) !== hash)
      throw damaged(name, `the snapshot ${record.name} of ${record.track} does not match its size or hash`)
    recording.snapshots.push({ ...record, data })
  }
  return recording
}

const foreign = (name: string): ReplayError =>
  new ReplayError(`"${name}" is not a replay file of Lab 182; choose a file that ends in ".labrun".`)

const damaged = (name: string, why: string): ReplayError =>
  new ReplayError(`"${name}" is damaged (${why}); export the run again.`)
