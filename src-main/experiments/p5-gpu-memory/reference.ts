import type { Params } from '#contract/experiment.ts'
import type { Table, Value, Values } from '#contract/samples.ts'
import { predictMemory } from '#models/memory-prediction.ts'
import { pending, reasonOf, type ReferenceAnswer } from '../answer-text.ts'
import type { Problem5Params } from './fields.ts'
import { modelOf, typed } from './plan.ts'
import { mebibytes, megabytes } from './tables.ts'
import { values as declarations } from './values.ts'

const four = (value: number): string => String(Number(value.toPrecision(4)))
const numberIn = (value: Value | undefined): number | null =>
  typeof value?.value === 'number' ? value.value : null
const tableIn = (value: Value | undefined): Table | null =>
  typeof value?.value === 'object' && value.value !== null ? value.value : null
const reasonIn = (value: Value | undefined): string => reasonOf(value) ?? 'it was not measured.'

const nameOf = ({ model }: Problem5Params): string => model.replace('resnet', 'ResNet-')

function answer5a(values: Values, params: Problem5Params): string[] {
  const parameters = numberIn(values['5a.parameters'])
  const [mb, mib] = [numberIn(values['5a.sizeMB']), numberIn(values['5a.sizeMiB'])]
  if (parameters === null || mb === null || mib === null) return [pending]
  const spaced = parameters.toLocaleString('en-US').replaceAll(',', ' ')
  const gpu = tableIn(values['5a.gpu'])?.rows[0]
  const total = numberIn(values['5a.gpuTotalMiB'])
  const context = numberIn(values['5a.contextMiB'])
  const host = numberIn(values['5a.hostContextMiB'])
  const overhead =
    context !== null
      ? `With the model loaded the trainer held ${four(context)} MiB of the GPU more than the network's parameters and buffers: the context (driver, kernels, the library's own handles) and whatever its allocator has put aside. Subtracting MB from MiB would give another number, so both are in MiB here.`
      : host !== null
        ? `No GPU trained in this run, so the context of a GPU was not measured. In host memory the same difference was ${four(host)} MiB: the engine's library, its compiled graph, and further copies of the weights. It is not a CUDA context; on GPUs that is usually some hundred MiB.`
        : `The context was not measured: ${reasonIn(values['5a.hostContextMiB'])}`
  return [
    `${nameOf(params)} with 10 classes has ${spaced} trainable parameters. At 4 bytes each that is ${four(mb)} MB (10⁶ bytes) or ${four(mib)} MiB (2²⁰ bytes), the unit of nvidia-smi. Running statistics of batch normalisation are buffers and not counted.`,
    gpu && total !== null
      ? `The GPU is ${String(gpu[0])}, with ${four(total)} MiB.`
      : `There is none to name. ${reasonIn(values['5a.gpu'])}`,
    overhead,
  ]
}

function answer5b(values: Values, params: Problem5Params): string[] {
  const names = [
    ['sgd', 'SGD'],
    ['momentum', 'SGD with momentum'],
    ['adam', 'Adam'],
  ] as const
  const measured = names.map(([id]) => numberIn(values[`5b.${id}.measuredMiB`]))
  if (!('5b.breakdown' in values)) return [pending]
  const told = names.map(([id, label], index) => {
    const value = measured[index] ?? null
    return value === null
      ? `${label} was not measured (${reasonIn(values[`5b.${id}.measuredMiB`])})`
      : `${label} ${four(value)} MiB (predicted ${four(numberIn(values[`5b.${id}.predictedMiB`]) ?? NaN)})`
  })
  const state = predictMemory(modelOf(params), 'adam', 0).optimizerState
  const one = predictMemory(modelOf(params), 'momentum', 0).optimizerState
  const known = measured.flatMap((value, index) => (value === null ? [] : [{ value, index }]))
  const most = known.toSorted((a, b) => b.value - a.value)[0]
  const isAdam = most !== undefined && names[most.index]?.[0] === 'adam'
  const kind = String(tableIn(values['5b.stages'])?.rows[0]?.at(-1) ?? 'memory')
  return [
    `At its highest over ${params.steps} steps with batches of ${params.batchSize}, the trainer took, in all: ${told.join('; ')}. This is ${kind}.`,
    `By count, ${nameOf(params)} must hold its parameters and as many gradients with every optimizer. SGD keeps nothing else; momentum keeps a velocity for each parameter, ${four(megabytes(one))} MB or ${four(mebibytes(one))} MiB more; Adam keeps two moments for each, ${four(mebibytes(state))} MiB. So Adam needs the most: 16 bytes a parameter beside 12 and 8.`,
    isAdam
      ? 'The readings have the same order. Their differences need not equal the counted ones: an engine may hold the state more than once while it updates, and an allocator gives blocks that activations have left to the state.'
      : 'The readings of this run do not show Adam as the largest; the table of readings to doubt says why that cannot be the optimizers.',
  ]
}

function answer5c(values: Values, params: Problem5Params): string[] {
  const largest = values['5c.largestBatch']
  const search =
    largest === undefined
      ? []
      : [
          numberIn(largest) === null
            ? `The largest batch: ${reasonIn(largest)}`
            : `The largest batch that fitted into ${params.budgetMiB > 0 ? `${params.budgetMiB} MiB` : 'the memory there was'} with ${params.margin} % to spare was ${numberIn(largest)} images, to within ${params.batchStep}; it took ${four(numberIn(values['5c.largestMeasuredMiB']) ?? NaN)} MiB, where the line through smaller ones foretold ${four(numberIn(values['5c.largestPredictedMiB']) ?? NaN)}.`,
        ]
  const memory = tableIn(values['5c.memory'])
  if (!memory) return search.length > 0 ? search : [pending]
  const rows = memory.rows.map(
    ([batch, bytes, , , outcome]) =>
      `${batch}: ${typeof bytes === 'number' ? `${four(bytes)} MiB` : String(outcome)}`,
  )
  const [fixed, slope] = [numberIn(values['5c.fixedMiB']), numberIn(values['5c.slopeMiB'])]
  const accuracy = tableIn(values['5c.accuracy'])?.rows ?? []
  const seconds = tableIn(values['5c.seconds'])?.rows ?? []
  const [fastest, best] = [numberIn(values['5c.fastest']), numberIn(values['5c.mostAccurate'])]
  const rowOf = (table: Table['rows'], batch: number | null) => table.find(([size]) => size === batch)
  return [
    `Memory by batch size: ${rows.join('; ')}.${fixed !== null && slope !== null ? ` The fitted line is ${four(fixed)} MiB and ${four(slope)} MiB for each image: weights, gradients and state do not depend on the batch, activations grow with it.` : ''}`,
    ...search,
    best === null
      ? `No accuracy: ${reasonIn(values['5c.mostAccurate'])}`
      : `After ${params.epochs} epochs batch size ${best} was the most accurate on the training subset, with ${four(Number(rowOf(accuracy, best)?.[4]))} % after ${String(rowOf(accuracy, best)?.[2])} updates. With few epochs a large batch makes few updates, and its larger learning rate makes up for that only in part; with one seed, close results may change places.`,
    fastest === null
      ? `No time: ${reasonIn(values['5c.fastest'])}`
      : `The fastest was batch size ${fastest}, with ${four(Number(rowOf(seconds, fastest)?.[1]))} s. A small batch pays the fixed work of a step, the update of every weight among it, for a few images each; from some size on the processor is busy all the time and a larger batch gains nothing.`,
  ]
}

const answers: Readonly<Record<string, (values: Values, params: Problem5Params) => string[]>> = {
  '5a': answer5a,
  '5b': answer5b,
  '5c': answer5c,
}

/** The reference answer of a part with the numbers of one run in it, and of 5c with those of either of its presets. */
export function referenceAnswer(part: string, values: Values, params: Params): ReferenceAnswer {
  const answer = answers[part]
  if (!answer) return { paragraphs: [`There is no reference answer for part ${part}.`] }
  const isRun = declarations.some((declared) => declared.part === part && declared.id in values)
  return { paragraphs: isRun ? answer(values, typed(params)) : [pending] }
}
