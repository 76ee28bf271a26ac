/** A picture of handwriting, made small enough for the worksheet before it is sent. */
import { mostPictureBytes } from '#contract/worksheet.ts'

/** Bytes of a file that is read at all. */
export const mostFileBytes = 40_000_000
const longestSide = 2000
const accepted = new Set(['image/png', 'image/jpeg', 'image/webp'])

/** The size of a picture on a canvas: at most 2000 pixels on its longer side, in its own proportions. */
export function fittedSize(
  width: number,
  height: number,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

const toBlob = (canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, type, quality))

/**
 * Encodes a picture anew: as WebP, or JPEG where the browser writes none, of at most 4 MiB. Nothing of the file but its
 * pixels is kept. Rejects with a sentence that names the file.
 */
export async function encodePicture(
  file: File,
): Promise<{ readonly kind: 'webp' | 'jpg'; readonly bytes: Uint8Array }> {
  if (!accepted.has(file.type))
    throw new Error(`“${file.name}” is not a PNG, JPEG or WebP picture; save it as one of these first.`)
  if (file.size > mostFileBytes)
    throw new Error(`“${file.name}” has more than 40 MB; take or export a smaller picture.`)
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap)
    throw new Error(`“${file.name}” cannot be read as a picture; it may be damaged. Take or export it anew.`)
  const canvas = document.createElement('canvas')
  Object.assign(canvas, fittedSize(bitmap.width, bitmap.height))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw the picture; reload the page and try again.')
  // What is transparent would turn black.
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  for (const quality of [0.85, 0.7, 0.5, 0.3]) {
    const webp = await toBlob(canvas, 'image/webp', quality)
    const blob = webp?.type === 'image/webp' ? webp : await toBlob(canvas, 'image/jpeg', quality)
    if (blob && blob.size <= mostPictureBytes)
      return {
        kind: blob.type === 'image/webp' ? 'webp' : 'jpg',
        bytes: new Uint8Array(await blob.arrayBuffer()),
      }
  }
  throw new Error(`“${file.name}” stays larger than 4 MiB; crop it to the handwriting.`)
}
