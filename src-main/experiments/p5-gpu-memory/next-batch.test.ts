import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bracketOf, predictedBytes, nextBatch, type Attempt, type SearchSettings } from './next-batch.ts'

/** Searches on a device that takes `bytesOf` a batch and has no more than `deviceBytes`. */
function searchOn(
  bytesOf: (batch: number) => number,
  settings: SearchSettings,
  deviceBytes = Infinity,
): Attempt[] {
  const attempts: Attempt[] = []
  for (let batch = nextBatch(attempts, settings); batch !== null; batch = nextBatch(attempts, settings)) {
    if (attempts.length > 200) throw new Error('The search does not end.')
    const bytes = bytesOf(batch)
    const isOutOfMemory = bytes > deviceBytes
    // A process that was lost reports nothing.
    attempts.push({ batch, bytes: isOutOfMemory ? null : bytes, isOutOfMemory })
  }
  return attempts
}
const batches = (attempts: readonly Attempt[]): number[] => attempts.map(({ batch }) => batch)

describe('the search on a device that keeps to a line', () => {
  const bytesOf = (batch: number): number => 500 + 2 * batch
  it('predicts from two small sizes, confirms, and closes the bracket', () => {
    const settings = { maxBatch: 4096, batchStep: 8, usableBytes: 740 }
    const attempts = searchOn(bytesOf, settings)
    expect(batches(attempts)).toEqual([4, 16, 120, 128])
    expect(bracketOf(attempts, 740)).toEqual({ largest: 120, smallestFailing: 128 })
    expect(predictedBytes(attempts, 1000)).toBeCloseTo(2500, 8)
  })
  it('never trusts a line more than eight times as far as it reaches', () => {
    expect(batches(searchOn(bytesOf, { maxBatch: 4096, batchStep: 8, usableBytes: 1e9 }))).toEqual([
      4, 16, 128, 1024, 4096,
    ])
  })
  it('stops at the images there are', () => {
    expect(batches(searchOn(bytesOf, { maxBatch: 10, batchStep: 8, usableBytes: 1e9 }))).toEqual([4, 10])
    expect(batches(searchOn(bytesOf, { maxBatch: 1, batchStep: 8, usableBytes: 1e9 }))).toEqual([1])
  })
  it('tries a single image before it says that none fits', () => {
    expect(batches(searchOn(bytesOf, { maxBatch: 64, batchStep: 8, usableBytes: 10 }))).toEqual([4, 1])
    const one = searchOn(bytesOf, { maxBatch: 64, batchStep: 8, usableBytes: 503 })
    expect(bracketOf(one, 503).largest).toBe(1)
  })
  it('does not take a size for fitting that is above one that fails', () => {
    const attempts: Attempt[] = [
      { batch: 8, bytes: 900, isOutOfMemory: false },
      { batch: 16, bytes: 100, isOutOfMemory: false },
    ]
    expect(bracketOf(attempts, 500)).toEqual({ largest: 0, smallestFailing: 8 })
  })
})

describe('the search on any device', () => {
  const device = fc.record({
    fixed: fc.integer({ min: 0, max: 5000 }),
    slope: fc.double({ min: 0.01, max: 50, noNaN: true }),
    /** Relative waves on the line, and a bend. */
    wave: fc.double({ min: 0, max: 0.2, noNaN: true }),
    bend: fc.double({ min: 0, max: 0.01, noNaN: true }),
    maxBatch: fc.integer({ min: 1, max: 8192 }),
    batchStep: fc.integer({ min: 1, max: 64 }),
    hidden: fc.integer({ min: 0, max: 10_000 }),
    isLost: fc.boolean(),
  })

  it('lands within one step of the hidden maximum, in few attempts, and tries nothing twice', () => {
    fc.assert(
      fc.property(device, ({ fixed, slope, wave, bend, maxBatch, batchStep, hidden, isLost }) => {
        // Monotonic below and above the hidden maximum: what fits, fits; what a line says may be far off.
        const line = (batch: number): number =>
          (fixed + slope * batch + bend * batch * batch) * (1 + wave * Math.sin(batch))
        const usableBytes = 1e9
        const bytesOf = (batch: number): number =>
          batch <= hidden ? Math.min(line(batch), usableBytes) : Math.max(line(batch), usableBytes + 1)
        const attempts = searchOn(
          bytesOf,
          { maxBatch, batchStep, usableBytes },
          isLost ? usableBytes : Infinity,
        )
        const { largest } = bracketOf(attempts, usableBytes)
        const truth = Math.min(hidden, maxBatch)
        expect(largest).toBeLessThanOrEqual(truth)
        expect(truth - largest).toBeLessThanOrEqual(truth === maxBatch ? 0 : batchStep - 1)
        if (truth > 0) expect(largest).toBeGreaterThan(0)
        expect(new Set(batches(attempts)).size).toBe(attempts.length)
        expect(attempts.length).toBeLessThanOrEqual(8 + 2 * Math.ceil(Math.log2(maxBatch / batchStep + 2)))
      }),
      { numRuns: 2000 },
    )
  })

  it('needs no more than six attempts where memory is a line', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 5000 }),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.integer({ min: 40, max: 2000 }),
        (fixed, slope, hidden) => {
          const usableBytes = fixed + slope * (hidden + 0.5)
          const attempts = searchOn((batch) => fixed + slope * batch, {
            maxBatch: 8192,
            batchStep: 8,
            usableBytes,
          })
          const { largest } = bracketOf(attempts, usableBytes)
          expect(hidden - largest).toBeLessThan(8)
          expect(hidden - largest).toBeGreaterThanOrEqual(0)
          expect(attempts.length).toBeLessThanOrEqual(6)
        },
      ),
    )
  })
})
