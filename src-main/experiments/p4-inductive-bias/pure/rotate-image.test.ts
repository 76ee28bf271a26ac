import { describe, expect, it } from 'vitest'
import { rotateImage } from './rotate-image.ts'

const rows = 7
const columns = 6
const image = Float64Array.from({ length: rows * columns }, (_, at) => {
  const row = Math.floor(at / columns)
  const column = at % columns
  return ((3 * row * row + 5 * column + 7 * row * column) % 11) / 10
})

/** scipy.ndimage.rotate(image, degrees, reshape=False, mode='constant', cval=0.3), SciPy 1.17.1, rounded to 12 places. */
const scipy: Readonly<Record<number, readonly number[]>> = {
  30: [
    0.3, 0.3, 0.720847302197, 0.75378367225, 0.3, 0.3, 0.773207111416, 0.729728320106, 0.603925352488,
    0.17538655579, 0.724672807634, 0.3, 0.359109969146, 0.536691370685, 0.454665717878, 0.359159709872,
    0.745231481561, 0.3, 0.25735574416, 1.002942102374, 0.244187935827, 0.522202600503, 0.608143183624,
    0.300110835445, 0.3, 0.791702210801, 0.435286562951, 0.409411115104, 0.598765567075, 0.363091156964, 0.3,
    0.397510892401, 0.43011659128, 0.084255851548, 0.678996679685, 1.028066273625, 0.3, 0.3, 0.689094045979,
    0.106519372783, 0.3, 0.3,
  ],
  135: [
    0.3, 0.3, 0.063097134445, 0.547456401005, 0.3, 0.3, 0.3, 0.321359501435, 0.363711440411, 0.557672344355,
    0.70912738501, 0.3, 0.82515342676, 0.610995382384, 0.898904399746, 0.410847063602, 0.194776574624,
    0.137909233293, 0.597485287845, -0.006576365419, 0.439960144462, 0.223538038778, 0.388817368846,
    0.637137592071, 0.757133487803, 0.552839369394, 0.550754690716, 0.788990087289, 0.678239902809,
    0.413682644931, 0.3, 0.741084517755, 0.495175762211, 0.664841511336, 0.371419715826, 0.3, 0.3, 0.3,
    0.30559190085, 0.275754523132, 0.3, 0.3,
  ],
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN)), `at ${i}`).toBeLessThan(tolerance)
}

describe('rotation by a cubic spline', () => {
  it.each([30, 135])('by %i degrees is that of scipy.ndimage', (degrees) => {
    expectClose(rotateImage(image, rows, columns, degrees, 0.3), scipy[degrees] ?? [], 1e-11)
  })

  it.each([0, 360])('by %i degrees gives the image back', (degrees) => {
    expectClose(rotateImage(image, rows, columns, degrees, 0.3), image, 1e-13)
  })

  it.each([90, 180, 270, -90])('by %i degrees moves the pixels of a square onto each other', (degrees) => {
    const side = 6
    const last = side - 1
    const from: Record<number, (row: number, column: number) => [number, number]> = {
      90: (row, column) => [column, last - row],
      180: (row, column) => [last - row, last - column],
      270: (row, column) => [last - column, row],
      [-90]: (row, column) => [last - column, row],
    }
    const square = image.subarray(0, side * side)
    const expected = Float64Array.from(square, (_, at) => {
      const [row, column] = from[degrees]?.(Math.floor(at / side), at % side) ?? [0, 0]
      return square[row * side + column] ?? NaN
    })
    expectClose(rotateImage(square, side, side, degrees, 9), expected, 1e-13)
  })

  it('keeps a constant image, and takes what lies outside from the constant', () => {
    const flat = rotateImage(new Float64Array(25).fill(0.4), 5, 5, 45, 0.9)
    expect(flat[0]).toBe(0.9)
    expect(flat[12]).toBeCloseTo(0.4, 12)
    expect(new Set([...flat].map((value) => value.toFixed(9)))).toEqual(
      new Set(['0.400000000', '0.900000000']),
    )
  })
})
