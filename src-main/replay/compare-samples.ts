import type { FirstDifference, Tolerance } from '#contract/replay.ts'
import type { SampleBatch } from '#contract/samples.ts'

/** How one series of a track came out in two runs. */
export interface SeriesDifference {
  readonly track: string
  readonly series: string
  /** Samples that are not equal to the bit. */
  readonly differing: number
  /** The largest |a - b| / max(|a|, |b|); infinite where only one is finite. */
  readonly largest: number
  readonly isWithin: boolean
}

export interface SampleComparison {
  readonly compared: number
  readonly first: FirstDifference | null
  /** Only series that differ. */
  readonly series: readonly SeriesDifference[]
  /** Tracks, series or numbers of samples that do not match; a sentence each. */
  readonly mismatches: readonly string[]
}

/** Within `absolute`, or within `relative` of the larger of the two; null (not finite) is equal to null only. */
export function isWithin(a: number | null, b: number | null, { relative, absolute }: Tolerance): boolean {
  if (a === b) return true
  if (a === null || b === null) return false
  return Math.abs(a - b) <= absolute + relative * Math.max(Math.abs(a), Math.abs(b))
}

/** |a - b| / max(|a|, |b|); 0 where they are equal, infinite where only one is finite. */
export function relativeDifference(a: number | null, b: number | null): number {
  if (a === b) return 0
  if (a === null || b === null) return Infinity
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b))
}

const byTrack = (batches: readonly SampleBatch[]): ReadonlyMap<string, SampleBatch> =>
  new Map(batches.map((batch) => [batch.track, batch]))

/**
 * Compares what two runs logged, a batch for each track. Seconds and the series of `readings` are clocks and counters
 * and are left out; a track that logs nothing else is too, as its length may follow them. `isPrefix`: the recorded run
 * ended early and is compared with the beginning of the other.
 */
export function compareSamples(
  recorded: readonly SampleBatch[],
  rerun: readonly SampleBatch[],
  {
    readings,
    tolerance,
    isPrefix,
  }: { readonly readings: ReadonlySet<string>; readonly tolerance: Tolerance; readonly isPrefix: boolean },
): SampleComparison {
  const others = byTrack(rerun)
  const mismatches: string[] = []
  const series: SeriesDifference[] = []
  let compared = 0
  let first: FirstDifference | null = null
  const isCompared = ({ series: columns }: SampleBatch): boolean =>
    Object.keys(columns).some((id) => !readings.has(id))
  for (const batch of recorded.filter(isCompared)) {
    const { track, steps } = batch
    const other = others.get(track)
    if (!other) {
      mismatches.push(`The track "${track}" was not logged by the rerun.`)
      continue
    }
    if (isPrefix ? other.steps.length < steps.length : other.steps.length !== steps.length)
      mismatches.push(
        `The track "${track}" has ${steps.length} recorded samples and ${other.steps.length} of the rerun.`,
      )
    const length = Math.min(steps.length, other.steps.length)
    const stepAt = steps.findIndex((step, at) => at < length && step !== other.steps[at])
    if (stepAt >= 0)
      mismatches.push(
        `In the track "${track}" sample ${stepAt + 1} is of step ${steps[stepAt]} as recorded and of step ${other.steps[stepAt]} in the rerun.`,
      )
    for (const [id, column] of Object.entries(batch.series)) {
      if (readings.has(id)) continue
      const otherColumn = other.series[id]
      if (!otherColumn) {
        mismatches.push(`The series "${id}" of the track "${track}" was not logged by the rerun.`)
        continue
      }
      compared += length
      const found = compareColumns(column, otherColumn, length, tolerance)
      if (found.differing === 0) continue
      series.push({ track, series: id, ...found })
      const step = steps[found.at] ?? found.at
      // One outside the tolerance comes before any that is within it.
      if (first === null || (found.isWithin === first.isWithin ? step < first.step : first.isWithin))
        first = {
          ...{ track, series: id, step, isWithin: found.isWithin },
          recorded: column[found.at] ?? null,
          rerun: otherColumn[found.at] ?? null,
        }
    }
  }
  if (!isPrefix)
    for (const { track } of rerun.filter(isCompared))
      if (!recorded.some((batch) => batch.track === track))
        mismatches.push(`The track "${track}" of the rerun is not in the recorded run.`)
  return { compared, first, series, mismatches }
}

function compareColumns(
  a: readonly (number | null)[],
  b: readonly (number | null)[],
  length: number,
  tolerance: Tolerance,
) {
  let [differing, largest, at] = [0, 0, -1]
  let areWithin = true
  for (let i = 0; i < length; i++) {
    const [x, y] = [a[i] ?? null, b[i] ?? null]
    if (x === y) continue
    const isClose = isWithin(x, y, tolerance)
    if (differing++ === 0 || (areWithin && !isClose)) at = i
    largest = Math.max(largest, relativeDifference(x, y))
    areWithin &&= isClose
  }
  return { differing, largest, at, isWithin: areWithin }
}
