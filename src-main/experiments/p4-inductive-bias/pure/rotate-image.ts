/** The pole of the cubic B-spline's inverse filter (Unser, Aldroubi and Eden, IEEE Trans. Signal Process. 41, 1993). */
const pole = Math.sqrt(3) - 2

/** Turns `count` samples, `stride` apart, into cubic B-spline coefficients, in place; mirrored about both ends. */
function filterLine(values: Float64Array, offset: number, count: number, stride: number): void {
  if (count < 2) return
  const at = (i: number): number => offset + i * stride
  const read = (i: number): number => values[at(i)] ?? 0
  // The exact start of the causal filter on the signal mirrored about both ends, which has the period 2 count - 2.
  let sum = read(0) + pole ** (count - 1) * read(count - 1)
  for (let i = 1; i < count - 1; i++) sum += (pole ** i + pole ** (2 * count - 2 - i)) * read(i)
  values[at(0)] = (6 * sum) / (1 - pole ** (2 * count - 2))
  for (let i = 1; i < count; i++) values[at(i)] = 6 * read(i) + pole * read(i - 1)
  values[at(count - 1)] = (pole / (pole * pole - 1)) * (read(count - 1) + pole * read(count - 2))
  for (let i = count - 2; i >= 0; i--) values[at(i)] = pole * (read(i + 1) - read(i))
}

/** The cubic B-spline's four weights for a point `t` (0 to 1) past the second of its four knots. */
const weightsAt = (t: number): readonly [number, number, number, number] => [
  (1 - t) ** 3 / 6,
  (4 - 6 * t * t + 3 * t ** 3) / 6,
  (4 - 6 * (1 - t) ** 2 + 3 * (1 - t) ** 3) / 6,
  t ** 3 / 6,
]

/** An index mirrored about the first and the last of `count` samples. */
function mirrored(index: number, count: number): number {
  if (count === 1) return 0
  const period = 2 * count - 2
  const within = ((index % period) + period) % period
  return within < count ? within : period - within
}

/** Cosine and sine of an angle in degrees; exact at whole quarter turns, so that those move pixels onto pixels. */
function turn(degrees: number): { cosine: number; sine: number } {
  const quarters = degrees / 90
  if (Number.isInteger(quarters)) {
    const step = ((quarters % 4) + 4) % 4
    return { cosine: [1, 0, -1, 0][step] ?? 1, sine: [0, 1, 0, -1][step] ?? 0 }
  }
  const radians = (degrees * Math.PI) / 180
  return { cosine: Math.cos(radians), sine: Math.sin(radians) }
}

/**
 * Rotates an image [rows, columns] about its centre by `degrees`, counter-clockwise as it is seen, by cubic spline
 * interpolation; the size stays. A point from outside the image takes the value `outside`. The same as
 * scipy.ndimage.rotate with order 3, reshape=False, mode='constant'.
 */
export function rotateImage(
  image: ArrayLike<number>,
  rows: number,
  columns: number,
  degrees: number,
  outside: number,
): Float64Array {
  const coefficients = Float64Array.from(image)
  for (let column = 0; column < columns; column++) filterLine(coefficients, column, rows, columns)
  for (let row = 0; row < rows; row++) filterLine(coefficients, row * columns, columns, 1)
  const { cosine, sine } = turn(degrees)
  const middleRow = (rows - 1) / 2
  const middleColumn = (columns - 1) / 2
  const result = new Float64Array(rows * columns).fill(outside)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const fromRow = middleRow + cosine * (row - middleRow) + sine * (column - middleColumn)
      const fromColumn = middleColumn - sine * (row - middleRow) + cosine * (column - middleColumn)
      if (fromRow < 0 || fromRow > rows - 1 || fromColumn < 0 || fromColumn > columns - 1) continue
      const firstRow = Math.floor(fromRow)
      const firstColumn = Math.floor(fromColumn)
      const columnWeights = weightsAt(fromColumn - firstColumn)
      let value = 0
      weightsAt(fromRow - firstRow).forEach((rowWeight, i) => {
        const line = mirrored(firstRow - 1 + i, rows) * columns
        columnWeights.forEach((columnWeight, j) => {
          value +=
            rowWeight * columnWeight * (coefficients[line + mirrored(firstColumn - 1 + j, columns)] ?? 0)
        })
      })
      result[row * columns + column] = value
    }
  return result
}
