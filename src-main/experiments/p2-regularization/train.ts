import type { Random } from '#numeric/random.ts'
import type { Train, TrainEvent } from '../train.ts'
import { compareColumns, compareSolutions } from './compare.ts'
import { dataOf } from './data.ts'
import { descendToRidge } from './descent.ts'
import { estimateExpectation } from './expectation.ts'
import type { Problem2Params } from './fields.ts'

/** The events of one part. Throws RangeError with a sentence where the given data do not fit together. */
function trainPart(preset: string, params: Problem2Params, random: Random): Iterable<TrainEvent> {
  const data = dataOf(params)
  if (preset === '2a') return estimateExpectation(data, params, random.fork('masks'))
  if (preset === '2b') return descendToRidge(data, params, random.fork('masks'))
  return preset === '2c' ? compareSolutions(data, params) : compareColumns(data, params)
}

/** Problem 2: linear regression in plain TypeScript. Ends at the first event after the signal is aborted. */
export const train: Train = function* ({ params, preset, random, signal }) {
  for (const event of trainPart(preset, params as Problem2Params, random)) {
    if (signal.aborted) return
    yield event
  }
}
