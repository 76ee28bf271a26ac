import type { Field, Params } from '#contract/experiment.ts'
import { agree } from '#text/words.ts'
import { cellsOf, presetOf, typed, wholeNumbers } from './cells.ts'
import { assumedCores, estimatedSeconds, inWords } from './expected-time.ts'
import { fields } from './fields.ts'
import { classesOf } from './networks.ts'
import { presetSettings } from './preset-settings.ts'
import { targetAccuracy, targetImages } from './targets.ts'

/** From this learning rate on, with momentum 0.9, these networks often end at chance or diverge. */
const largeRate = 0.1

/** Names of parameters that were moved from the preset's value though the preset does not use them. */
function unusedWarnings(params: Params, presetId: string): string[] {
  const own = presetSettings[presetOf(presetId)]
  const isUnused = (field: Field): boolean =>
    field.onlyFor !== undefined &&
    !field.onlyFor.includes(presetId) &&
    JSON.stringify(params[field.name]) !== JSON.stringify(own[field.name] ?? field.default)
  return fields
    .filter(isUnused)
    .map((field) => `${field.label} (${field.name}) has no effect here; leave it as it is.`)
}

/** Lists whose entries are whole numbers. */
const isWhole = new Set(['perClass', 'mlpPerClass', 'kernels', 'searchBatches', 'searchKernels'])

/** Entries of a list that it, or one trained beside it, has already; each is trained once. */
function repeatWarnings(params: Params, presetId: string): string[] {
  return fields.flatMap((field: Field) => {
    const list = params[field.name]
    const isUsed = !field.onlyFor || field.onlyFor.includes(presetId)
    if (!isUsed || !Array.isArray(list)) return []
    const entries = (list as number[]).map((value) => (isWhole.has(field.name) ? Math.round(value) : value))
    const besides = field.name === 'mlpPerClass' ? wholeNumbers(typed(params).perClass) : []
    const repeated = entries.filter((value, at) => entries.indexOf(value) < at || besides.includes(value))
    const each = [...new Set(repeated)]
    return each.length > 0
      ? [
          `${field.label}: ${each.join(', ')} ${agree(each.length, 'is', 'are')} listed more than once and trained once.`,
        ]
      : []
  })
}

/** Lists of whole numbers that hold others; each is rounded. */
function roundingWarnings(params: Params, presetId: string): string[] {
  return fields.flatMap((field: Field) => {
    const list = params[field.name]
    const isUsed = !field.onlyFor || field.onlyFor.includes(presetId)
    if (!isWhole.has(field.name) || !isUsed || !Array.isArray(list)) return []
    const broken = (list as number[]).filter((value) => !Number.isInteger(value))
    return broken.length > 0
      ? [`${field.label}: ${broken.join(', ')} will be rounded to ${wholeNumbers(broken).join(', ')}.`]
      : []
  })
}

/** What to know before pressing Run. */
export function warnings(params: Params, presetId: string): readonly string[] {
  const cells = cellsOf(presetId, params)
  const { learningRate, perClass, kernel } = typed(params)
  const classes = classesOf(presetId).length
  const found = [
    ...roundingWarnings(params, presetId),
    ...repeatWarnings(params, presetId),
    ...unusedWarnings(params, presetId),
  ]
  const isEven = ({ network, kernel }: (typeof cells)[number]): boolean =>
    network !== 'mlp' && kernel % 2 === 0
  const even = [...new Set(cells.filter(isEven).map((cell) => cell.kernel))]
  if (even.length > 0)
    found.push(
      `A kernel of even size (${even.join(', ')}) cannot be centred: each convolution makes the image one pixel smaller, so a pixel at one border is lost; odd sizes lose none.`,
    )
  const large = cells.find((cell) => cell.batchSize > cell.perClass * classes)
  // Part a has fewer images than the homework's batch, on purpose.
  if (large && presetId !== '4a')
    found.push(
      `A batch of ${large.batchSize} is larger than the ${large.perClass * classes} training images of ${large.perClass} a class, so each epoch is one step with all of them.`,
    )
  if (presetId !== '4c-search' && learningRate >= largeRate)
    found.push(
      `With a learning rate of ${learningRate} these networks often end at chance or diverge; use less than ${largeRate}.`,
    )
  if (presetId === '4b' && kernel === 1)
    found.push(
      'An edge detector of one pixel is zero, so the frozen CNN can only guess; use a kernel size above 1.',
    )
  if (presetId === '4c' && !wholeNumbers(perClass).includes(targetImages))
    found.push(
      `The target of ${targetAccuracy} % is for ${targetImages} images a class; add ${targetImages} to the list to see whether it is reached.`,
    )
  return found
}

/** What is good to know before pressing Run: the time to expect, and what the settings mean. */
export function notes(params: Params, presetId: string): readonly string[] {
  const cells = cellsOf(presetId, params)
  const epochs = cells.reduce((sum, cell) => sum + cell.epochs, 0)
  const time = inWords(estimatedSeconds(params, presetId))
  return [
    `Expected time: ${time} for ${cells.length} networks and ${epochs} epochs in all, estimated for ${assumedCores} idle cores; a busy machine takes longer.`,
  ]
}
