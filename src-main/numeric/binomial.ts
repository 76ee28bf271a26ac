/** What a binomial draw needs of a generator: uniform numbers on [0, 1). */
export interface UniformSource {
  uniform(): number
}

/** Below this mean the inversion of the distribution function is shorter than the rejection. */
const inversionLimit = 10

/**
 * A Binomial(n, p) number, exact and in constant expected time: inversion for a small mean, else the
 * transformed rejection BTRS. `n`: a whole number from 0 to 2^31; `p`: 0 to 1. Throws RangeError otherwise.
 */
export function drawBinomial(source: UniformSource, n: number, p: number): number {
  if (!Number.isInteger(n) || n < 0 || n > 2147483648 || !(p >= 0 && p <= 1))
    throw new RangeError(`A binomial needs a whole n from 0 to 2^31 and p from 0 to 1, not ${n} and ${p}.`)
  if (n === 0 || p === 0) return 0
  if (p === 1) return n
  if (p > 0.5) return n - drawBinomial(source, n, 1 - p)
  if (n === 1) return source.uniform() < p ? 1 : 0
  return n * p < inversionLimit ? byInversion(source, n, p) : byRejection(source, n, p)
}

/** Walks up the probability mass function until it exceeds a uniform number; mean + 1 steps on average. */
function byInversion(source: UniformSource, n: number, p: number): number {
  const odds = p / (1 - p)
  const atZero = Math.exp(n * Math.log1p(-p))
  for (;;) {
    let remaining = source.uniform()
    let mass = atZero
    for (let k = 0; k <= n; k++) {
      if (remaining < mass) return k
      remaining -= mass
      mass *= ((n - k) / (k + 1)) * odds
    }
    // Rounding left a sliver of probability beyond the last outcome; draw again.
  }
}

/** log(k!) minus Stirling's leading terms; tabulated where the series is too coarse. */
function stirlingTail(k: number): number {
  const tabulated = stirlingTails[k]
  if (tabulated !== undefined) return tabulated
  const square = (k + 1) * (k + 1)
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1)
}
const stirlingTails: readonly number[] = (() => {
  let logFactorial = 0
  return Array.from({ length: 10 }, (_, k) => {
    if (k > 0) logFactorial += Math.log(k)
    return logFactorial - (0.5 * Math.log(2 * Math.PI) + (k + 0.5) * Math.log(k + 1) - (k + 1))
  })
})()

/**
 * BTRS of W. Hoermann, "The generation of binomial random variates", J. Statist. Comput. Simul. 46 (1993);
 * for n p >= 10 and p <= 1/2. A hat over the transformed uniform is accepted at once by a squeeze in most
 * cases, and otherwise against the exact ratio of probabilities.
 */
function byRejection(source: UniformSource, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * spread
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const c = n * p + 0.5
  const squeeze = 0.92 - 4.2 / b
  const alpha = (2.83 + 5.1 / b) * spread
  const odds = p / (1 - p)
  const mode = Math.floor((n + 1) * p)
  for (;;) {
    const u = source.uniform() - 0.5
    const v = source.uniform()
    const distance = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / distance + b) * u + c)
    if (distance >= 0.07 && v <= squeeze) return k
    if (!(k >= 0 && k <= n)) continue
    const height = Math.log((v * alpha) / (a / (distance * distance) + b))
    const logRatio =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(n - mode) -
      stirlingTail(k) -
      stirlingTail(n - k)
    if (height <= logRatio) return k
  }
}
