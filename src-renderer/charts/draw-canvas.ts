import type { Palette } from '#figures/ink.ts'
import { haloWidth, pictureFont, seamOpacity, type Box, type Picture, type Shape } from '#figures/shapes.ts'

type Context = CanvasRenderingContext2D

function strokeLine(context: Context, shape: Extract<Shape, { kind: 'line' }>): void {
  context.beginPath()
  let isDown = false
  for (let at = 0; at + 1 < shape.points.length; at += 2) {
    const x = shape.points[at] ?? Number.NaN
    const y = shape.points[at + 1] ?? Number.NaN
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      isDown = false
      continue
    }
    if (isDown) context.lineTo(x, y)
    else context.moveTo(x, y)
    isDown = true
  }
  context.stroke()
}

function drawShape(context: Context, shape: Shape, palette: Palette, plot: Box): void {
  const ink = palette[shape.ink]
  context.fillStyle = ink
  context.strokeStyle = ink
  if ('isClipped' in shape && shape.isClipped) {
    context.beginPath()
    context.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top)
    context.clip()
  }
  switch (shape.kind) {
    case 'line':
      context.globalAlpha = shape.opacity ?? 1
      context.lineWidth = shape.width
      context.lineJoin = 'round'
      context.setLineDash([...(shape.dash ?? [])])
      if (shape.hasSeam) {
        context.save()
        context.setLineDash([])
        context.strokeStyle = palette.surface
        context.globalAlpha = seamOpacity
        context.lineWidth = shape.width + 2.5
        strokeLine(context, shape)
        context.restore()
      }
      strokeLine(context, shape)
      return
    case 'path': {
      context.globalAlpha = shape.opacity ?? 1
      const path = new Path2D(shape.data)
      if (shape.hasRim) {
        context.strokeStyle = palette.surface
        context.lineWidth = shape.isStroked ? 4.5 : 3
        context.stroke(path)
      }
      context.strokeStyle = ink
      context.lineWidth = 1.75
      if (shape.isStroked) context.stroke(path)
      else context.fill(path)
      return
    }
    case 'text':
      context.font = `${shape.weight ?? 400} ${shape.size}px ${pictureFont}`
      context.textAlign = shape.anchor === 'middle' ? 'center' : (shape.anchor ?? 'start')
      context.textBaseline = 'middle'
      context.translate(shape.x, shape.y)
      if (shape.isUpright) context.rotate(-Math.PI / 2)
      if (shape.hasHalo) {
        context.strokeStyle = palette.surface
        context.lineWidth = haloWidth
        context.lineJoin = 'round'
        context.strokeText(shape.text, 0, 0)
      }
      context.fillText(shape.text, 0, 0)
      return
    case 'rect':
      context.globalAlpha = shape.opacity ?? 1
      context.fillRect(shape.x, shape.y, shape.width, shape.height)
  }
}

/** Draws shapes on a canvas, in its pixels; `plot` is what clipped ones are held within. */
export function drawShapes(context: Context, shapes: readonly Shape[], palette: Palette, plot: Box): void {
  for (const shape of shapes) {
    context.save()
    drawShape(context, shape, palette, plot)
    context.restore()
  }
}

/** The picture as a PNG with its background, `density` device pixels for each of its own. */
export async function drawPng(picture: Picture, palette: Palette, density = 2): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = picture.width * density
  canvas.height = picture.height * density
  const context = canvas.getContext('2d')
  if (!context)
    throw new Error('This browser cannot draw on a canvas, so no PNG can be made; use SVG instead.')
  const texts = picture.shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []))
  await document.fonts?.load(`14px ${pictureFont}`, texts.join(''))
  context.scale(density, density)
  context.fillStyle = palette.surface
  context.fillRect(0, 0, picture.width, picture.height)
  drawShapes(context, picture.shapes, palette, picture.plot)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob)
      else reject(new Error('The browser could not encode the PNG; use SVG instead.'))
    }, 'image/png')
  })
}
