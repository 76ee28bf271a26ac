/** The search for the largest batch that fits: which size to try next, from what the earlier ones took. */
import { onLine } from '#numeric/line-fit.ts'
import { fittedLine, type Line } from './memory-line.ts'

/** A batch size that was tried in a fresh process. */
export interface Attempt {
  readonly batch: number
  /** Bytes at its highest; null if the process was lost before it reported any. */
  readonly bytes: number | null
  /** It ran out of memory, or over the limit. */
  readonly isOutOfMemory: boolean
}

export interface SearchSettings {
  readonly maxBatch: number
  /** The search ends when the largest that fits and the smallest that does not are this close. */
  readonly batchStep: number
  /** Memory that a batch may take, the margin already off. */
  readonly usableBytes: number
}

/** What is known: every size up to `largest` fits (0: none is known to), and `smallestFailing` does not. */
export interface Bracket {
  readonly largest: number
  readonly smallestFailing: number | null
}

/** The two sizes that the first prediction is made from. */
export const smallSizes = [4, 16] as const
/** A prediction is trusted up to this many times the largest size that it rests on. */
const farthest = 8

export const fits = ({ bytes, isOutOfMemory }: Attempt, usableBytes: number): boolean =>
  !isOutOfMemory && bytes !== null && bytes <= usableBytes

/** Where the largest batch lies. A size above one that fails never counts as fitting. */
export function bracketOf(attempts: readonly Attempt[], usableBytes: number): Bracket {
  const failing = attempts.filter((attempt) => !fits(attempt, usableBytes)).map(({ batch }) => batch)
  const smallestFailing = failing.length > 0 ? Math.min(...failing) : null
  const fitting = attempts
    .filter((attempt) => fits(attempt, usableBytes) && attempt.batch < (smallestFailing ?? Infinity))
    .map(({ batch }) => batch)
  return { largest: Math.max(0, ...fitting), smallestFailing }
}

/** Memory against batch size through every size whose memory is known; null before two are. */
export function lineOf(attempts: readonly Attempt[]): Line | null {
  const known = attempts.filter(({ bytes, isOutOfMemory }) => bytes !== null && !isOutOfMemory)
  return fittedLine(
    known.map(({ batch }) => batch),
    known.map(({ bytes }) => bytes ?? NaN),
  )
}

/** Bytes that the line predicts for a batch; null before there is a line. */
export function predictedBytes(attempts: readonly Attempt[], batch: number): number | null {
  const line = lineOf(attempts)
  return line && onLine(line, batch)
}

/**
 * The next size to try, or null when the largest is known to within the step: two small ones, then what the line
 * through all known ones predicts, and halving in between so that a misleading line cannot go on misleading.
 */
export function nextBatch(attempts: readonly Attempt[], settings: SearchSettings): number | null {
  const { maxBatch, batchStep, usableBytes } = settings
  const { largest, smallestFailing } = bracketOf(attempts, usableBytes)
  const [first, second] = smallSizes.map((size) => Math.min(size, maxBatch))
  if (attempts.length === 0) return first ?? 1
  if (largest >= maxBatch) return null
  if (smallestFailing === null) {
    if (attempts.length === 1 && second !== undefined && second > largest) return second
    const guess = predictedLargest(attempts, usableBytes) ?? farthest * largest
    return Math.min(maxBatch, Math.max(largest + batchStep, Math.min(guess, farthest * largest)))
  }
  // Not even a few images fit: a single one is the least.
  if (largest === 0 && smallestFailing - largest <= batchStep) return smallestFailing === 1 ? null : 1
  if (smallestFailing - largest <= batchStep) return null
  const inside = (batch: number): number =>
    Math.min(smallestFailing - 1, Math.max(largest + 1, Math.round(batch)))
  const guess = predictedLargest(attempts, usableBytes)
  if (guess === null || attempts.length % 2 === 1) return inside((largest + smallestFailing) / 2)
  // A step to the side of the guess, so that one more attempt closes the bracket.
  if (guess <= largest) return inside(largest + batchStep)
  return guess >= smallestFailing ? inside(smallestFailing - batchStep) : inside(guess)
}

function predictedLargest(attempts: readonly Attempt[], usableBytes: number): number | null {
  const line = lineOf(attempts)
  return line && line.slope > 0 ? Math.floor((usableBytes - line.intercept) / line.slope) : null
}
