import type { Field, Params } from '#contract/experiment.ts'
import { fields } from './fields.ts'
import { batchWarnings, imageFitWarning } from './image-memory.ts'
import { imageNotes } from './image-plan.ts'
import { trainingsOf, typed, type Training } from './plan.ts'
import { paramsOfPart, partsOf, presets } from './presets.ts'
import { listed } from './reference-text.ts'
import { isTrainingStable, roundedDown, trainingBound } from './training-stability.ts'

const shown = (value: number): string => String(Number(value.toPrecision(3)))

/** The trainings of a run whose expected loss grows without end at their learning rate. */
export function unstableTrainings(params: Params, presetId: string): readonly Training[] {
  return partsOf(presetId)
    .flatMap((part) => trainingsOf(part, paramsOfPart(part, presetId, params)))
    .filter((training) => !isTrainingStable(training))
}

const momentumOf = ({ optimizer, momentum }: Training): number => (optimizer === 'momentum' ? momentum : 0)

/** "even the average step overshoots", or what else makes these trainings unstable, and at which rates. */
function causeOf(group: readonly Training[]): string {
  const isOvershooting = (training: Training): boolean =>
    training.learningRate >= trainingBound(training).inMean
  const over = group.filter(isOvershooting)
  const noise = `the noise of a batch of ${group[0]?.batchSize} is amplified`
  if (over.length === group.length) return 'even the average step overshoots'
  if (over.length === 0) return noise
  const noisy = group.filter((training) => !isOvershooting(training))
  return `the average step overshoots at ${ratesOf(over)} and ${noise} at ${ratesOf(noisy)}`
}

const ratesOf = (group: readonly Training[]): string =>
  listed([...new Set(group.map((training) => training.dropRate))].sort((a, b) => a - b))

/** One sentence for all trainings that differ only in the drop rate; the bound is the one that holds for each. */
function stabilityWarning(group: readonly Training[]): string {
  const [first] = group
  if (!first) return ''
  const rates = new Set(group.map((training) => training.dropRate)).size
  const momentum = momentumOf(first) === 0 ? '' : `, momentum ${momentumOf(first)}`
  const bound = roundedDown(Math.min(...group.map((training) => trainingBound(training).inMeanSquare)))
  const wouldDroppingLessHelp = group.every(
    (training) => training.dropRate > 0 && isTrainingStable({ ...training, dropRate: 0 }),
  )
  const less = rates > 1 ? 'lower drop rates' : 'a lower drop rate'
  const remedy = `use a learning rate below ${bound}${wouldDroppingLessHelp ? ` or ${less}` : ''}`
  return `Learning rate ${shown(first.learningRate)} is unstable at drop rate${rates > 1 ? 's' : ''} ${ratesOf(group)}${momentum} and batch size ${first.batchSize} because ${causeOf(group)}; ${remedy}.`
}

/** The warnings for unstable trainings, one for each batch size, momentum and learning rate among them. */
function stabilityWarnings(params: Params, presetId: string): string[] {
  const groups = new Map<string, Training[]>()
  for (const training of unstableTrainings(params, presetId)) {
    const key = JSON.stringify([training.learningRate, training.batchSize, momentumOf(training)])
    groups.set(key, [...(groups.get(key) ?? []), training])
  }
  return [...groups.values()].map(stabilityWarning)
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
  const isAdamChosen =
    params['optimizer'] === 'adam' && partsOf(presetId).some((part) => /^1[bdefg]$/.test(part))
  const images = partsOf(presetId).includes('1i') ? batchWarnings(typed(params)) : []
  const adam = 'Adam has no closed form for its expected loss, so that curve is not drawn.'
  return [
    ...stabilityWarnings(params, presetId),
    ...images,
    ...unusedWarnings(params, presetId),
    ...(isAdamChosen ? [adam] : []),
  ]
}

/** What is good to know before pressing Run: how long part i is expected to take. */
export function notes(params: Params, presetId: string): readonly string[] {
  return partsOf(presetId).includes('1i') ? imageNotes(typed(params)) : []
}

/** Where part i is predicted not to fit into the memory that is available; null for every other preset. */
export const fitWarning = (params: Params, presetId: string, availableBytes: number): string | null =>
  partsOf(presetId).includes('1i') ? imageFitWarning(typed(params), availableBytes) : null
