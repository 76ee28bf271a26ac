import { drawBinomial } from './binomial.ts'

type State = readonly [number, number, number, number]

/** SplitMix32's output function: a bijection of the 32-bit words in which every input bit reaches every output bit. */
function mix(word: number): number {
  let z = word | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return z ^ (z >>> 15)
}

/** Rounds after the last letter, until all four words depend on all of it. */
const finalRounds = 8

/** The 128-bit state of the stream named `path` of a seed: a small sponge that takes in a letter a round. */
function stateOf(seed: number, path: string): State {
  const gamma = 0x9e3779b9
  let a = mix(seed + gamma)
  let b = mix(seed + 2 * gamma)
  let c = mix(seed + 3 * gamma)
  let d = mix(seed + 4 * gamma)
  for (let index = 0; index < path.length + finalRounds; index++) {
    const letter = index < path.length ? path.charCodeAt(index) + 1 : 0
    const carried = d
    d = mix(c + gamma)
    c = mix(b ^ carried)
    b = mix(a + carried)
    a = mix(carried ^ Math.imul(letter, gamma))
  }
  return [a, b, c, (a | b | c | d) === 0 ? 1 : d] // xoshiro's one forbidden state
}

/**
 * The seeded generator: the only source of randomness in the lab. xoshiro128** 1.1 (Blackman and Vigna,
 * https://prng.di.unimi.it/xoshiro128starstar.c), seeded through SplitMix32.
 */
export class Random {
  readonly seed: number
  /** Labels that lead from the seed to this stream ("/1e.main"); empty for the seed's own stream. */
  readonly path: string
  private a: number
  private b: number
  private c: number
  private d: number
  private spareNormal: number | null = null

  /** `seed`: a whole number from 0 to 2^32 - 1. `state` replaces the seeded state, for reference vectors. */
  constructor(seed: number, path = '', state: State = stateOf(seed >>> 0, path)) {
    this.seed = seed >>> 0
    this.path = path
    ;[this.a, this.b, this.c, this.d] = state
  }

  /**
   * An independent stream that depends only on the seed and on the labels, never on how much was drawn
   * before: what one training draws does not change when another is added beside it.
   */
  fork(label: string): Random {
    return new Random(this.seed, `${this.path}/${label}`)
  }

  /** A whole number from 0 to 2^32 - 1, uniform. */
  uint32(): number {
    const product = Math.imul(this.b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9)
    const t = this.b << 9
    this.c ^= this.a
    this.d ^= this.b
    this.b ^= this.c
    this.a ^= this.d
    this.c ^= t
    this.d = (this.d << 11) | (this.d >>> 21)
    return result >>> 0
  }

  /** Uniform on [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992
  }

  /**
   * Sets values[from] to values[to - 1], each to `below` where `uniform()` is less than `probability`, else to
   * `otherwise`. The same draws as that many calls of `uniform`, several times as fast: dropout takes 400 000 a step.
   */
  fill(
    values: Float32Array,
    from: number,
    to: number,
    probability: number,
    below: number,
    otherwise: number,
  ): void {
    const threshold = probability * 9007199254740992
    let { a, b, c, d } = this
    for (let index = from; index < to; index++) {
      const first = Math.imul(b, 5)
      const high = Math.imul((first << 7) | (first >>> 25), 9)
      let t = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= t
      d = (d << 11) | (d >>> 21)
      const second = Math.imul(b, 5)
      const low = Math.imul((second << 7) | (second >>> 25), 9)
      t = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= t
      d = (d << 11) | (d >>> 21)
      values[index] = (high >>> 5) * 67108864 + (low >>> 6) < threshold ? below : otherwise
    }
    this.a = a
    this.b = b
    this.c = c
    this.d = d
  }

  /** A whole number from 0 to n - 1, exactly uniform (by rejection). `n`: 1 to 2^32. */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 4294967296)
      throw new RangeError(`The number of outcomes must be a whole number from 1 to 2^32, not ${n}.`)
    const limit = 4294967296 - (4294967296 % n)
    let word = this.uint32()
    while (word >= limit) word = this.uint32()
    return word % n
  }

  /** A standard normal number (Marsaglia's polar method). */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal
      this.spareNormal = null
      return spare
    }
    for (;;) {
      const u = 2 * this.uniform() - 1
      const v = 2 * this.uniform() - 1
      const square = u * u + v * v
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * Math.log(square)) / square)
      this.spareNormal = v * factor
      return u * factor
    }
  }

  /** How many of n independent trials succeed, each with probability p; exact, in constant expected time. */
  binomial(n: number, p: number): number {
    return drawBinomial(this, n, p)
  }
}
