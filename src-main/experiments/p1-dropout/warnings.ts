import type { Field, Params } from '#contract/experiment.ts'
import { fields } from './fields.ts'
import { imageNotes, imageWarnings } from './image-plan.ts'
import { trainingsOf, typed, type Training } from './plan.ts'
import { paramsOfPart, partsOf, presets } from './presets.ts'
import { isStable, stabilityBound, type StabilityQuestion } from './stability.ts'

const shown = (value: number): string => String(Number(value.toPrecision(3)))

/** The training's stability question; null for Adam, whose steps are bounded by the learning rate. */
function questionOf(training: Training): StabilityQuestion | null {
  if (training.optimizer === 'adam') return null
  const { point, dropRate, batchSize } = training
  return { point, dropRate, batchSize, momentum: training.optimizer === 'momentum' ? training.momentum : 0 }
}

/** The trainings of a run whose expected loss grows without end at their learning rate. */
export function unstableTrainings(params: Params, presetId: string): readonly Training[] {
  return partsOf(presetId)
    .flatMap((part) => trainingsOf(part, paramsOfPart(part, presetId, params)))
    .filter((training) => {
      const question = questionOf(training)
      return question !== null && !isStable(question, training.learningRate)
    })
}

function stabilityWarning(training: Training): string {
  const question = questionOf(training)
  if (question === null) return ''
  const { inMean, inMeanSquare } = stabilityBound(question)
  const cause =
    training.learningRate >= inMean
      ? 'even the average step overshoots'
      : `the noise of a batch of ${training.batchSize} is amplified`
  const remedy = `use a learning rate below ${shown(inMeanSquare)}${training.dropRate > 0 ? ' or a lower drop rate' : ''}`
  return `Learning rate ${shown(training.learningRate)} is unstable at drop rate ${training.dropRate} and batch size ${training.batchSize} because ${cause}; ${remedy}.`
}

/** Names of parameters that were moved from the preset's value though the preset does not use them. */
function unusedWarnings(params: Params, presetId: string): string[] {
  const own = presets.find((preset) => preset.id === presetId)?.params ?? {}
  const isUnused = (field: Field): boolean =>
    field.onlyFor !== undefined &&
    !field.onlyFor.includes(presetId) &&
    JSON.stringify(params[field.name]) !== JSON.stringify(own[field.name] ?? field.default)
  return fields
    .filter(isUnused)
    .map((field) => `${field.label} (${field.name}) has no effect in part ${presetId}; leave it as it is.`)
}

/** What to know before pressing Run: unstable learning rates, unused parameters, and what Adam leaves out. */
export function warnings(params: Params, presetId: string): readonly string[] {
  const unstable = [...new Set(unstableTrainings(params, presetId).map(stabilityWarning))]
  const isAdamChosen =
    params['optimizer'] === 'adam' && partsOf(presetId).some((part) => /^1[bdefg]$/.test(part))
  const images = partsOf(presetId).includes('1i') ? imageWarnings(typed(params)) : []
  const adam = 'Adam has no closed form for its expected loss, so that curve is not drawn.'
  return [...unstable, ...images, ...unusedWarnings(params, presetId), ...(isAdamChosen ? [adam] : [])]
}

/** What is good to know before pressing Run: how long part i is expected to take. */
export function notes(params: Params, presetId: string): readonly string[] {
  return partsOf(presetId).includes('1i') ? imageNotes(typed(params)) : []
}
