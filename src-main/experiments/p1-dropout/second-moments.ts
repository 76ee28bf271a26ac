/**
 * How the second moments of a random linear recursion move. One step of SGD (with or without momentum) on a
 * batch of masks is z <- T z, where z holds the weights' error, the velocity and a constant 1, and T is the mean
 * of B independent matrices, one a row, each one of four. So E[z z^T] -> E[T z z^T T^T] closes exactly:
 * Tm M Tm^T + (1/B) sum_m P_m (T_m - Tm) M (T_m - Tm)^T, with Tm the mean of T_m over the masks.
 */
export interface RandomStep {
  /** Size of z. */
  readonly size: number
  /** One row-major matrix [size, size] a mask. */
  readonly matrices: readonly Float64Array[]
  readonly probabilities: readonly number[]
  readonly batchSize: number
}

/** One row a model may see, in coordinates whose origin is the goal of the descent. */
export interface CentredRow {
  readonly row: readonly number[]
  /** What the row's residual is at the origin: row . goal - y. */
  readonly residual: number
  readonly probability: number
}

/**
 * The random step of SGD in centred coordinates: z = (u, 1), or (u, v, 1) with momentum (PyTorch's form
 * v <- mu v + g, u <- u - lr v). Without `hasConstant` the constant is left out: only the linear part.
 */
export function randomStep(
  rows: readonly CentredRow[],
  settings: { readonly learningRate: number; readonly momentum: number; readonly batchSize: number },
  hasConstant: boolean,
): RandomStep {
  const { learningRate, momentum, batchSize } = settings
  const inputs = rows[0]?.row.length ?? 0
  const hasVelocity = momentum !== 0
  const constantAt = hasVelocity ? 2 * inputs : inputs
  const size = constantAt + (hasConstant ? 1 : 0)
  const matrices = rows.map(({ row, residual }) => {
    const matrix = new Float64Array(size * size)
    const set = (i: number, j: number, value: number): void => {
      matrix[i * size + j] = value
    }
    for (let i = 0; i < inputs; i++) {
      const slope = 2 * (row[i] ?? 0)
      for (let j = 0; j < inputs; j++) {
        set(i, j, (i === j ? 1 : 0) - learningRate * slope * (row[j] ?? 0))
        if (hasVelocity) set(inputs + i, j, slope * (row[j] ?? 0))
      }
      if (hasVelocity) {
        set(i, inputs + i, -learningRate * momentum)
        set(inputs + i, inputs + i, momentum)
      }
      if (!hasConstant) continue
      set(i, constantAt, -learningRate * slope * residual)
      if (hasVelocity) set(inputs + i, constantAt, slope * residual)
    }
    if (hasConstant) set(constantAt, constantAt, 1)
    return matrix
  })
  return { size, matrices, probabilities: rows.map((row) => row.probability), batchSize }
}

/** Index of entry (i, j), i <= j, in the packed upper triangle of a symmetric matrix. */
export function packedIndex(size: number, i: number, j: number): number {
  return i <= j ? i * size - (i * (i - 1)) / 2 + (j - i) : packedIndex(size, j, i)
}

/** Adds weight * (T E T^T) of a symmetric basis matrix E = e_a e_b^T (+ e_b e_a^T) to a column of the operator. */
function addImage(operator: Float64Array, step: RandomStep, matrix: Float64Array, weight: number): void {
  const { size } = step
  const packed = (size * (size + 1)) / 2
  for (let a = 0; a < size; a++)
    for (let b = a; b < size; b++) {
      const column = packedIndex(size, a, b)
      for (let i = 0; i < size; i++)
        for (let j = i; j < size; j++) {
          const [ia, ib] = [matrix[i * size + a] ?? 0, matrix[i * size + b] ?? 0]
          const [ja, jb] = [matrix[j * size + a] ?? 0, matrix[j * size + b] ?? 0]
          const cell = packedIndex(size, i, j) * packed + column
          operator[cell] = (operator[cell] ?? 0) + weight * (a === b ? ia * ja : ia * jb + ib * ja)
        }
    }
}

/** The linear map of packed second moments that one step makes, row-major [packed, packed]. */
export function momentOperator(step: RandomStep): Float64Array {
  const { size, matrices, probabilities, batchSize } = step
  const packed = (size * (size + 1)) / 2
  const operator = new Float64Array(packed * packed)
  const mean = new Float64Array(size * size)
  matrices.forEach((matrix, m) => {
    for (let i = 0; i < mean.length; i++)
      mean[i] = (mean[i] ?? 0) + (probabilities[m] ?? 0) * (matrix[i] ?? 0)
  })
  addImage(operator, step, mean, 1)
  matrices.forEach((matrix, m) => {
    const deviation = matrix.map((value, i) => value - (mean[i] ?? 0))
    addImage(operator, step, deviation, (probabilities[m] ?? 0) / batchSize)
  })
  return operator
}

/**
 * The spectral radius of a square row-major operator [n, n], by Gelfand's formula: the growth of its 2^24-th
 * power, reached by squaring with the size taken out each time.
 */
export function spectralRadius(operator: Float64Array, n: number): number {
  let power = operator
  let logSize = 0
  const squarings = 24
  for (let round = 0; round <= squarings; round++) {
    const size = power.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
    if (size === 0) return 0
    if (!Number.isFinite(size)) return Infinity
    logSize += Math.log(size) / 2 ** round
    const scaled = power.map((value) => value / size)
    power = new Float64Array(n * n)
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++) {
        const factor = scaled[i * n + k] ?? 0
        for (let j = 0; j < n; j++)
          power[i * n + j] = (power[i * n + j] ?? 0) + factor * (scaled[k * n + j] ?? 0)
      }
  }
  return Math.exp(logSize)
}
