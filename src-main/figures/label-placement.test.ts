import { describe, expect, it } from 'vitest'
import { neighbours } from './annotation-shapes.ts'
import { boxOf, coveredLength, placeLabels, type Place, type WantedText } from './label-placement.ts'

const plot = { left: 0, top: 0, right: 400, bottom: 200 }
const place = (x: number, y: number): Place => ({ x, y, anchor: 'middle' })
const label = (places: Place[], more: Partial<WantedText> = {}): WantedText => ({
  text: 'floor 40.33',
  ink: 'text-quiet',
  size: 13,
  places,
  ...more,
})
const heights = (shapes: ReturnType<typeof placeLabels>) =>
  shapes.map((shape) => (shape.kind === 'text' ? shape.y : NaN))

it('measures how much of a line lies within a box', () => {
  const box = { left: 10, top: 10, right: 30, bottom: 20 }
  expect(coveredLength([0, 15, 100, 15], box)).toBeCloseTo(20, 9)
  expect(coveredLength([0, 15, NaN, NaN, 100, 15], box)).toBe(0)
  expect(coveredLength([20, -1000, 20, 1000], box)).toBeCloseTo(10, 9)
  expect(coveredLength([0, 0, 5, 100], box)).toBe(0)
})

describe('a label', () => {
  const places = [place(200, 50), place(200, 100), place(200, 150)]
  it('stands where it is preferred when nothing is there', () => {
    expect(heights(placeLabels([label(places)], [], [], plot))).toEqual([50])
  })
  it('makes way for lines, and for other labels before lines', () => {
    const line = [0, 50, 400, 50]
    expect(heights(placeLabels([label(places)], [line], [], plot))).toEqual([100])
    const taken = [100, 150].map((y) => boxOf('floor 40.33', 13, place(200, y)))
    expect(heights(placeLabels([label(places)], [line], taken, plot))).toEqual([50])
  })
  it('leaves the plot only where nothing else is left', () => {
    expect(heights(placeLabels([label([place(395, 50), place(200, 150)])], [], [], plot))).toEqual([150])
  })
  it('does not stand on the one before it', () => {
    expect(heights(placeLabels([label(places), label(places), label(places)], [], [], plot))).toEqual([
      50, 100, 150,
    ])
  })
  it('of a line may cover that line and is left out where others crowd', () => {
    const own = [0, 50, 400, 50]
    const named = label([place(200, 50)], { own, most: 8 })
    expect(placeLabels([named], [own], [], plot)).toHaveLength(1)
    expect(placeLabels([named], [own, [0, 52, 400, 52]], [], plot)).toHaveLength(0)
    expect(placeLabels([named, named], [own], [], plot)).toHaveLength(1)
  })
})

describe('the label of a marker', () => {
  const marker = { x: 200, y: 100 }
  it('stands alone beside it, and is tied to it from afar', () => {
    const [beside, ...others] = placeLabels([label([place(200, 85)], { marker })], [], [], plot)
    expect([beside?.kind, others]).toEqual(['text', []])
    const shapes = placeLabels([label([place(200, 40)], { marker })], [], [], plot)
    expect(shapes.map(({ kind }) => kind)).toEqual(['line', 'text'])
    const [line] = shapes
    expect(line?.kind === 'line' && Array.from(line.points, Math.round)).toEqual([200, 94, 200, 48])
  })
})

it('names upright lines of the same label that stand together once', () => {
  const x = { min: 0, max: 1, from: 0, to: 1000, isLog: false }
  const frame = { x, y: x, plot }
  const marks = [0.02, 0.05, 0.08, 0.39].map((at) => ({
    kind: 'vertical' as const,
    x: at,
    label: 'unstable',
  }))
  expect(neighbours(frame, marks)).toEqual([
    { label: 'unstable', first: 20, last: 80, count: 3 },
    { label: 'unstable', first: 390, last: 390, count: 1 },
  ])
})
