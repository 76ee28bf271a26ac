import type { Params } from '#contract/experiment.ts'
import type { Random } from '#numeric/random.ts'
import type { Train, PresetContext, TrainEvent } from '../train.ts'
import { descend, type Outcome } from './descent.ts'
import { trainOnImages } from './image-training.ts'
import { closedForms, measurements, type Measurement } from './measure.ts'
import { pointOf, streamOf, trainingsOf, typed } from './plan.ts'
import { paramsOfPart, partsOf, sampleTrack } from './presets.ts'

type Descent = Generator<TrainEvent, Outcome, undefined>

/** Lets several trainings go on side by side, a logged point of each in turn, and returns their outcomes. */
function* sideBySide(descents: readonly Descent[]): Generator<TrainEvent, readonly Outcome[], undefined> {
  const outcomes = new Map<Descent, Outcome>()
  while (outcomes.size < descents.length)
    for (const descent of descents) {
      if (outcomes.has(descent)) continue
      const { done, value } = descent.next()
      if (done) outcomes.set(descent, value)
      else yield value
    }
  return descents.flatMap((descent) => outcomes.get(descent) ?? [])
}

/** One part: what can be solved at once, then its trainings, then what they measured. */
function* trainPart(part: string, presetId: string, given: Params, random: Random): Generator<TrainEvent> {
  const params = paramsOfPart(part, presetId, given)
  const event = ([name, value]: Measurement): TrainEvent => ({ type: 'value', id: `${part}.${name}`, value })
  yield* closedForms(part, pointOf(typed(params)), typed(params).dropRate).map(event)
  // A stream of its own for each: what one training draws depends neither on its neighbours nor on the preset.
  const descents = trainingsOf(part, params).map((training) =>
    descend(
      training,
      sampleTrack(part, presetId, training.track),
      random.fork(streamOf(part, training.track)),
    ),
  )
  const outcomes = yield* sideBySide(descents)
  yield* measurements(part, outcomes).map(event)
}

/** The parts of the preset in order. Ends at the first event after the signal is aborted. */
function* trainParts({ params, preset, random, signal }: PresetContext): Generator<TrainEvent> {
  for (const part of partsOf(preset))
    for (const event of trainPart(part, preset, params, random)) {
      if (signal.aborted) return
      yield event
    }
}

/** Problem 1: two weights in plain TypeScript for parts a to h, networks for part i. */
export const train: Train = (context) =>
  partsOf(context.preset).includes('1i') ? trainOnImages(context) : trainParts(context)
