/**
 * The ten shapes as signed distances (negative inside) in a frame of radius 1; approximate away from the edge,
 * where only the sign is used. Formulas after Inigo Quilez, https://iquilezles.org/articles/distfunctions2d/.
 */
type Outline = (x: number, y: number) => number

const box = (x: number, y: number, halfWidth: number, halfHeight: number): number =>
  Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight)

const radius = (x: number, y: number): number => Math.sqrt(x * x + y * y)

/** Regular triangle with its corners on the circle of radius 1. */
const triangle: Outline = (x, y) => Math.max(y - 0.5, 0.8660254 * Math.abs(x) - 0.5 * y - 0.5)

/** Five-pointed star: the plane folded onto one of its ten half-points. */
const star: Outline = (x, y) => {
  const sector = (2 * Math.PI) / 5
  let angle = Math.atan2(x, -y)
  angle = Math.abs(angle - sector * Math.round(angle / sector))
  const r = radius(x, y)
  const px = r * Math.cos(angle)
  const py = r * Math.sin(angle)
  // The edge runs from the tip (1, 0) to the notch at radius 0.42 and half a sector.
  const notchX = 0.42 * 0.809017
  const notchY = 0.42 * 0.587785
  const length = 0.7046
  return ((px - 1) * notchY - py * (notchX - 1)) / length
}

export const outlines: readonly { readonly name: string; readonly outline: Outline }[] = [
  { name: 'disc', outline: (x, y) => radius(x, y) - 0.85 },
  { name: 'ring', outline: (x, y) => Math.abs(radius(x, y) - 0.68) - 0.2 },
  { name: 'square', outline: (x, y) => box(x, y, 0.72, 0.72) },
  { name: 'frame', outline: (x, y) => Math.abs(box(x, y, 0.58, 0.58)) - 0.18 },
  { name: 'triangle', outline: triangle },
  { name: 'plus', outline: (x, y) => Math.min(box(x, y, 0.95, 0.26), box(x, y, 0.26, 0.95)) },
  { name: 'star', outline: star },
  { name: 'crescent', outline: (x, y) => Math.max(radius(x, y) - 0.9, 0.72 - radius(x - 0.45, y)) },
  { name: 'bars', outline: (x, y) => Math.max(Math.abs(Math.abs(y) - 0.5) - 0.22, Math.abs(x) - 0.85) },
  { name: 'half disc', outline: (x, y) => Math.max(radius(x, y + 0.35) - 0.95, -y - 0.35) },
]
