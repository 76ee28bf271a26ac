import { imageSize } from 'image-size'
import type { PictureKind } from '#contract/worksheet.ts'
import { RunError } from '#runs/run-error.ts'
import { checkSvg } from './svg-check.ts'

/** Pixels of a picture, in each direction. */
const mostPixels = 4096

const begins = (bytes: Uint8Array, signature: string, at = 0): boolean =>
  Buffer.from(bytes.subarray(at, at + signature.length)).toString('latin1') === signature

/** Is it what its name says, by its first and last bytes? */
const isOfKind: Readonly<Record<Exclude<PictureKind, 'svg'>, (bytes: Uint8Array) => boolean>> = {
  png: (bytes) => begins(bytes, '\x89PNG\r\n\x1a\n') && begins(bytes, 'IEND', bytes.length - 8),
  jpg: (bytes) => begins(bytes, '\xff\xd8\xff'),
  webp: (bytes) => begins(bytes, 'RIFF') && begins(bytes, 'WEBP', 8),
}

const refused = (why: string): RunError => new RunError(`The picture is not kept: ${why}.`, 'file')

/** Width and height in pixels of a picture. Throws RunError where it is no picture of this kind, or not to be kept. */
export function checkPicture(
  bytes: Uint8Array,
  kind: PictureKind,
): { readonly width: number; readonly height: number } {
  const size = kind === 'svg' ? svgSize(bytes) : pixelSize(bytes, kind)
  if (size.width > mostPixels || size.height > mostPixels)
    throw refused(
      `it has ${size.width} × ${size.height} pixels; make it at most ${mostPixels} in each direction`,
    )
  return size
}

function svgSize(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refused('the SVG is not UTF-8 text')
  }
  const checked = checkSvg(text)
  if (checked.problem !== null) throw refused(`the SVG ${checked.problem}`)
  return { width: checked.width, height: checked.height }
}

function pixelSize(
  bytes: Uint8Array,
  kind: Exclude<PictureKind, 'svg'>,
): { readonly width: number; readonly height: number } {
  const wrong = refused(
    `it is no whole ${kind === 'jpg' ? 'JPEG' : kind === 'png' ? 'PNG' : 'WebP'} file; choose another one`,
  )
  if (!isOfKind[kind](bytes)) throw wrong
  try {
    const { width, height, type } = imageSize(bytes)
    if (type !== kind || !(width > 0) || !(height > 0)) throw wrong
    return { width, height }
  } catch {
    throw wrong
  }
}
