import type { Random } from '#numeric/random.ts'
import { classCount, imageSide } from './labelled-images.ts'
import { outlines } from './shape-outlines.ts'

const planeSize = imageSide * imageSide
/** Half the width of the uniform noise on every value. */
const noise = 20
/** How often a shape has its class's favourite hue, as frogs tend to be green: a clue, and a poor one. */
const favourite = 0.75

type Colour = readonly [number, number, number]

/** A colour of a brightness (0 to 255), a hue (turns) and a chroma (0 is grey), within what can be shown. */
function colourOf(brightness: number, hue: number, chroma: number): Colour {
  const channel = (at: number): number =>
    Math.min(250, Math.max(5, brightness + chroma * Math.cos(2 * Math.PI * (hue - at / 3))))
  return [channel(0), channel(1), channel(2)]
}

interface Placed {
  readonly label: number
  readonly centreX: number
  readonly centreY: number
  /** Pixels. */
  readonly radius: number
  /** Radians. */
  readonly turn: number
  readonly colour: Colour
}

/** Paints a shape over `image` [3, 32, 32], its edge softened over one pixel. */
function paint(image: Float64Array, { label, centreX, centreY, radius, turn, colour }: Placed): void {
  const outline = outlines[label]?.outline
  if (!outline) throw new RangeError(`There is no shape ${label}.`)
  const cosine = Math.cos(turn) / radius
  const sine = Math.sin(turn) / radius
  const [red, green, blue] = colour
  const reach = 1.35 * radius
  const lastRow = Math.min(imageSide - 1, Math.ceil(centreY + reach))
  const lastColumn = Math.min(imageSide - 1, Math.ceil(centreX + reach))
  for (let row = Math.max(0, Math.floor(centreY - reach)); row <= lastRow; row++)
    for (let column = Math.max(0, Math.floor(centreX - reach)); column <= lastColumn; column++) {
      const dx = column - centreX
      const dy = row - centreY
      const inside = 0.5 - outline(cosine * dx + sine * dy, cosine * dy - sine * dx) * radius
      if (inside <= 0) continue
      const share = inside < 1 ? inside : 1
      const at = row * imageSide + column
      image[at] = (image[at] ?? 0) * (1 - share) + red * share
      image[planeSize + at] = (image[planeSize + at] ?? 0) * (1 - share) + green * share
      image[2 * planeSize + at] = (image[2 * planeSize + at] ?? 0) * (1 - share) + blue * share
    }
}

/** One buffer for all images: drawn in floating point, rounded at the end. */
const canvas = new Float64Array(3 * planeSize)

/** Fills the canvas with a colour that runs into another from one side to the opposite one. */
function shade(from: Colour, to: Colour, angle: number): void {
  const x = Math.cos(angle) / (1.42 * imageSide)
  const y = Math.sin(angle) / (1.42 * imageSide)
  const middle = (imageSide - 1) / 2
  for (let channel = 0; channel < 3; channel++) {
    const start = from[channel] ?? 0
    const change = (to[channel] ?? 0) - start
    for (let row = 0; row < imageSide; row++) {
      const base = start + change * (0.5 + y * (row - middle) - x * middle)
      for (let column = 0; column < imageSide; column++)
        canvas[channel * planeSize + row * imageSide + column] = base + change * x * column
    }
  }
}

/** Adds noise of four bytes a draw, rounds and clips into `image`. */
function develop(image: Uint8Array, random: Random): void {
  const scale = (2 * noise) / 255
  for (let at = 0; at < 3 * planeSize; at += 4) {
    const word = random.uint32()
    for (let place = 0; place < 4; place++) {
      const value = (canvas[at + place] ?? 0) + ((word >>> (8 * place)) & 255) * scale - noise + 0.5
      image[at + place] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
}

/**
 * Draws class `label` into `image` [3, 32, 32]: a shaded ground of low chroma, up to three small discs that mean
 * nothing, the shape near the middle, tilted by up to 34 degrees, mostly brighter than the ground, and noise. Three
 * shapes in four have their class's favourite hue, the others any.
 */
export function drawShape(image: Uint8Array, label: number, random: Random): void {
  const brightness = 70 + 115 * random.uniform()
  const hue = random.uniform()
  shade(
    colourOf(brightness, hue, 22),
    colourOf(brightness - 25 + 50 * random.uniform(), hue + 0.2, 22),
    2 * Math.PI * random.uniform(),
  )
  const anyBrightness = (): number => {
    const difference = 40 + 55 * random.uniform()
    const isBrighter = brightness < 80 || (brightness < 160 && random.uniform() < 0.8)
    return brightness + (isBrighter ? difference : -difference)
  }
  for (let left = random.integer(4); left > 0; left--)
    paint(canvas, {
      label: 0,
      centreX: random.uniform() * imageSide,
      centreY: random.uniform() * imageSide,
      radius: 1.5 + 2 * random.uniform(),
      turn: 0,
      colour: colourOf(anyBrightness(), random.uniform(), 60 * random.uniform()),
    })
  const isFavourite = random.uniform() < favourite
  const ownHue = isFavourite ? (label + 1.4 * (random.uniform() - 0.5)) / classCount : random.uniform()
  const radius = 9 + 5 * random.uniform()
  const place = (): number => (imageSide - 1) / 2 + 10 * (random.uniform() - 0.5)
  paint(canvas, {
    label,
    centreX: place(),
    centreY: place(),
    radius,
    turn: 1.2 * (random.uniform() - 0.5),
    colour: colourOf(anyBrightness(), ownHue, 40 + 60 * random.uniform()),
  })
  develop(image, random)
}
