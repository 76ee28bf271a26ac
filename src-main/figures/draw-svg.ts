import type { Palette } from './ink.ts'
import { haloWidth, pictureFont, seamOpacity, type Picture, type Shape } from './shapes.ts'
import { round } from './trace-style.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeText = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character)

/** A polyline x0, y0, x1, y1 ... as SVG path data; NaN lifts the pen. */
export function linePath(points: ArrayLike<number>): string {
  let data = ''
  let isDown = false
  for (let at = 0; at + 1 < points.length; at += 2) {
    const x = points[at] ?? Number.NaN
    const y = points[at + 1] ?? Number.NaN
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      isDown = false
      continue
    }
    data += `${isDown ? 'L' : 'M'}${round(x)} ${round(y)}`
    isDown = true
  }
  return data
}

function attributes(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => ` ${name}="${typeof value === 'number' ? round(value) : escapeText(String(value))}"`,
    )
    .join('')
}

function lineText(shape: Extract<Shape, { kind: 'line' }>, palette: Palette): string {
  const line = {
    d: linePath(shape.points),
    fill: 'none',
    'stroke-linejoin': 'round',
    'clip-path': shape.isClipped ? 'url(#plot)' : undefined,
  }
  const seam = { ...line, stroke: palette.surface, 'stroke-width': shape.width + 2.5, opacity: seamOpacity }
  const drawn = {
    ...line,
    stroke: palette[shape.ink],
    'stroke-width': shape.width,
    'stroke-dasharray': shape.dash?.length ? shape.dash.join(' ') : undefined,
    opacity: shape.opacity,
  }
  return (shape.hasSeam ? `<path${attributes(seam)}/>` : '') + `<path${attributes(drawn)}/>`
}

function shapeText(shape: Shape, palette: Palette): string {
  const ink = palette[shape.ink]
  switch (shape.kind) {
    case 'line':
      return lineText(shape, palette)
    case 'path':
      return `<path${attributes({
        d: shape.data,
        fill: shape.isStroked ? 'none' : ink,
        stroke: shape.isStroked ? ink : shape.hasRim ? palette.surface : undefined,
        'stroke-width': shape.isStroked ? 1.75 : shape.hasRim ? 1.5 : undefined,
        'paint-order': shape.hasRim ? 'stroke' : undefined,
        opacity: shape.opacity,
        'clip-path': shape.isClipped ? 'url(#plot)' : undefined,
      })}/>`
    case 'text':
      return `<text${attributes({
        x: shape.x,
        y: shape.y,
        fill: ink,
        'font-size': shape.size,
        'font-weight': shape.weight,
        'text-anchor': shape.anchor,
        'dominant-baseline': 'central',
        transform: shape.isUpright ? `rotate(-90 ${round(shape.x)} ${round(shape.y)})` : undefined,
        ...(shape.hasHalo
          ? {
              stroke: palette.surface,
              'stroke-width': haloWidth,
              'stroke-linejoin': 'round',
              'paint-order': 'stroke',
            }
          : {}),
      })}>${escapeText(shape.text)}</text>`
    case 'rect':
      return `<rect${attributes({
        x: shape.x,
        y: shape.y,
        width: shape.width,
        height: shape.height,
        fill: ink,
        opacity: shape.opacity,
      })}/>`
  }
}

/**
 * A self-contained SVG file: title and description for screen readers, background, no styles from outside. Written here
 * and not by drawing on svgcanvas (2.6.0, tried): it drops markers, since it does not know Path2D, writes a text with a
 * halo twice, names its clip paths at random and writes coordinates unrounded, three times the size when packed.
 */
export function drawSvg(picture: Picture, palette: Palette): string {
  const { width, height, plot } = picture
  const clip = attributes({
    x: plot.left,
    y: plot.top,
    width: plot.right - plot.left,
    height: plot.bottom - plot.top,
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ` role="img" font-family="${escapeText(pictureFont)}">`,
    `<title>${escapeText(picture.title)}</title>`,
    `<desc>${escapeText(picture.description)}</desc>`,
    `<defs><clipPath id="plot"><rect${clip}/></clipPath></defs>`,
    `<rect width="${width}" height="${height}" fill="${escapeText(palette.surface)}"/>`,
    ...picture.shapes.map((shape) => shapeText(shape, palette)),
    '</svg>',
    '',
  ].join('\n')
}
