import { bandWidth, drawMaskedLoss, RunningMean } from '#numeric/dropout-estimate.ts'
import {
  dropoutObjective,
  expectedByAllMasks,
  expectedByRows,
  mostEnumeratedEntries,
  type LinearData,
} from '#numeric/dropout-objective.ts'
import { columnNorms } from '#numeric/column-norms.ts'
import type { Random } from '#numeric/random.ts'
import type { Value } from '#contract/samples.ts'
import type { TrainEvent } from '../train.ts'
import type { Problem2Params } from './fields.ts'
import { isDrawLogged } from './logged-steps.ts'

/** Why the masks of the whole matrix were not enumerated. */
export const tooManyMasks = (entries: number): string =>
  `Not enumerated: too many masks. X has ${entries} entries, so there are 2^${entries} masks; up to ${mostEnumeratedEntries} entries are enumerated. Row by row the sum is exact all the same.`

const event = (name: string, value: Value): TrainEvent => ({ type: 'value', id: `2a.${name}`, value })

/** Part a: the exact values at once, then the mean over masks drawn one after another. */
export function* estimateExpectation(
  data: LinearData,
  { keep, weights: w, draws }: Problem2Params,
  random: Random,
): Generator<TrainEvent> {
  const { fit, penalties, total } = dropoutObjective(data, w, keep)
  const all = expectedByAllMasks(data, w, keep)
  yield event(
    'expected',
    all === null ? { value: null, notMeasured: tooManyMasks(data.x.data.length) } : { value: all },
  )
  yield event('byRows', { value: expectedByRows(data, w, keep) })
  yield event('closed', { value: total })
  yield event('fit', { value: fit })
  yield event('penalty', { value: penalties.reduce((sum, value) => sum + value, 0) })
  const norms = columnNorms(data.x)
  const rows = penalties.map((penalty, j) => [j + 1, (norms[j] ?? 0) ** 2, w[j] ?? 0, penalty])
  yield event('terms', { value: { columns: ['column', 'squared norm', 'w', 'penalty'], rows } })
  const estimate = new RunningMean()
  for (let step = 1; step <= draws; step++) {
    estimate.add(drawMaskedLoss(random, data, w, keep))
    // One draw has a mean but no spread yet, so the curve begins with the second.
    if (step < 2 || !isDrawLogged(step, draws)) continue
    const half = bandWidth * estimate.standardError
    const { mean } = estimate
    const values = { estimate: mean, bandLow: mean - half, bandHigh: mean + half, closed: total }
    yield { type: 'sample', track: 'main', step, values }
  }
  yield event('monteCarlo', { value: estimate.mean })
  yield event('standardError', { value: estimate.standardError })
}
