import type { Values } from '#contract/samples.ts'
import { tex } from '#text/number-tex.ts'
import { counted } from '#text/words.ts'
import { measured } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import { prediction } from '../../prediction.ts'
import { guidance } from '../guidance.ts'
import { scatterOf, settledBefore } from '../answer-dropout.ts'
import { comparison, timeScales } from '../answer-modes.ts'
import { dropoutMeasured, dropoutValues } from '../descent-values.ts'
import { descendOnce } from '../descent.ts'
import { batchSize, dropoutFields, type DropoutParams } from '../fields.ts'
import { batchLossDeviation, dropoutSolution } from '../pure/theory.ts'
import { weightSeries } from '../series.ts'
import { trainingOf, type Training } from '../training.ts'
import { trainingWarnings } from '../warnings.ts'

const title = 'Gradient descent with dropout and a large batch'
const question =
  'Repeat part d with a large batch. Describe the loss curve, explain why it differs from that of part d, and compare the weights with the formula.'

const values = dropoutValues('1e')

/** The training with these parameters. */
export const training = (params: DropoutParams): Training =>
  trainingOf(params, { ...params, track: 'main', stream: '1e.main' })

/** How the loss moved in this run, relative to the floor; `top` is the expected loss at the start. */
function courseOf(run: Values, { iterations }: Training, top: number): string {
  const floor = measured(run, values.floor)
  const last = `the loss of the last batch is $${tex(measured(run, values.finalLoss))}$`
  const end = values.expectedLoss.of(run)
  const bound = `the floor, which no weights can beat, is $${tex(floor)}$`
  if (end === null)
    return `It starts at an expected $${tex(top)}$, and after ${counted(iterations, 'step')} ${last}; ${bound}.`
  const verb = end < top ? 'falls' : 'rises'
  const course =
    tex(end) === tex(top) ? `stays near $${tex(top)}$` : `${verb} from $${tex(top)}$ to $${tex(end)}$`
  return `The expected loss ${course} in ${counted(iterations, 'step')}, and ${last}; ${bound}, so the expected loss ends $${tex(end - floor)}$ above it.`
}

/** What averaging over a large batch changes, and the two time scales. */
function answer(run: Values, params: DropoutParams): readonly string[] {
  const asked = training(params)
  const settled = settledBefore(asked, run, values)
  if (settled) return settled
  const { point, dropRate, batchSize: rows } = asked
  const { noise, isSmooth, top } = scatterOf(asked, run, values)
  const single = batchLossDeviation(point, dropRate, dropoutSolution(point, dropRate), 1)
  const shape = isSmooth
    ? 'The curve is nearly smooth.'
    : `The curve is rough: a batch of ${rows} averages over too few masks.`
  const averaging =
    rows === 1
      ? 'With a batch of one row this is part d; choose a larger batch to see what averaging changes.'
      : String.raw`It differs from part d by averaging: the mean of $B$ independent masks has a noise smaller by $\sqrt{B} = ${tex(Math.sqrt(rows))}$, so at the solution the loss of a batch has a standard deviation of $${tex(noise)}$ instead of $${tex(single)}$, and each gradient is ${isSmooth ? 'close' : 'closer'} to the expected one. The floor stays: averaging removes the noise of dropout, not its bias.`
  return [
    `${shape} ${courseOf(run, asked, top)}${timeScales(asked)}`,
    averaging,
    comparison(asked, run, values),
  ]
}

/** Share of the expected loss below which the curve counts as smooth, and share of the first loss that counts as none. */
const [smooth, none] = [0.1, 0.01]

const whatHappens = prediction({
  question: 'In part d the batch was a single row. With a large batch, what will the training loss do?',
  choices: {
    zero: 'It becomes smooth and falls to zero.',
    floor: 'It becomes smooth and stays above zero.',
    rough: 'It goes on jumping up and down.',
  },
  outcome(run, { y }: DropoutParams) {
    const [residual, expected] = [values.residual.of(run), values.expectedLoss.of(run)]
    if (residual === null || expected === null) return null
    if (residual > smooth * expected) return 'rough'
    return expected < none * y ** 2 ? 'zero' : 'floor'
  },
})

export const part = definePart({
  id: '1e',
  title,
  shortTitle: 'Large batches',
  question,
  asks: [{ id: '', text: question, ...guidance['1e'] }],
  slots: {
    main: slot({
      title,
      trainedBy: 'typescript',
      fields: { ...dropoutFields, batchSize: { ...batchSize, default: 1024 } },
      series: weightSeries,
      values: Object.values(values),
      tracks: () => ['main'],
      steps: (params) => params.iterations,
      warnings: (params) => trainingWarnings([training(params)], params.optimizer),
      *train({ random }, params) {
        const outcome = yield* descendOnce(training(params), random)
        yield* dropoutMeasured(values, outcome)
      },
      answers: { '': answer },
      prediction: whatHappens,
    }),
  },
})
