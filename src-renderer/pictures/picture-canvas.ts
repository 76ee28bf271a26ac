import { paintValues } from './color-maps.ts'
import type { PictureLook } from './picture-props.ts'

type Look = Pick<PictureLook, 'rows' | 'columns' | 'channels' | 'map' | 'limits'>

/** Draws values one pixel each on a canvas of just that size; the style sheet enlarges it without smoothing. */
export function drawPicture(canvas: HTMLCanvasElement, values: ArrayLike<number>, look: Look): void {
  const { rows, columns, channels = 1, map, limits } = look
  if (canvas.width !== columns) canvas.width = columns
  if (canvas.height !== rows) canvas.height = rows
  const context = canvas.getContext('2d')
  if (!context || rows * columns === 0) return
  const image = context.createImageData(columns, rows)
  paintValues(image.data, values, map, limits, channels)
  context.putImageData(image, 0, 0)
}

/** Width and height on the screen of a picture whose longer side is `size`. */
export function shownSize({ rows, columns, size = 96 }: PictureLook): { width: number; height: number } {
  const longer = Math.max(rows, columns, 1)
  return { width: (size * columns) / longer, height: (size * rows) / longer }
}
