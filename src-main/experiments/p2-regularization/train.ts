import type { Random } from '#numeric/random.ts'
import type { Train, TrainEvent } from '../train.ts'
import { compareColumns, compareSolutions } from './compare.ts'
import { dataOf } from './data.ts'
import { descendToRidge } from './descent.ts'
import { estimateExpectation } from './expectation.ts'
import type { Problem2Params } from './fields.ts'
import { paramsOfPart, partsOf, trackOf } from './presets.ts'

/** The events of one part. Throws RangeError with a sentence where the given data do not fit together. */
function trainPart(part: string, params: Problem2Params, random: Random): Iterable<TrainEvent> {
  const data = dataOf(params)
  // Forked afresh for each part, so that it draws the same masks alone and in the preset "all".
  const masks = random.fork('masks')
  if (part === '2a') return estimateExpectation(data, params, masks)
  if (part === '2b') return descendToRidge(data, params, masks)
  return part === '2c' ? compareSolutions(data, params) : compareColumns(data, params)
}

/** Problem 2: linear regression in plain TypeScript. Ends at the first event after the signal is aborted. */
export const train: Train = function* ({ params, preset, random, signal }) {
  for (const part of partsOf(preset)) {
    const track = trackOf(part, preset)
    for (const event of trainPart(part, paramsOfPart(part, preset, params) as Problem2Params, random)) {
      if (signal.aborted) return
      yield event.type === 'sample' ? { ...event, track } : event
    }
  }
}
