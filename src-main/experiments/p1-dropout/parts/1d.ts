import type { Values } from '#contract/samples.ts'
import { tex } from '#text/number-tex.ts'
import { percent } from '#text/words.ts'
import { measured } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { scatterOf, settledBefore } from '../answer-dropout.ts'
import { comparison } from '../answer-modes.ts'
import { dropoutMeasured, dropoutValues } from '../descent-values.ts'
import { descendOnce } from '../descent.ts'
import { dropoutFields, type DropoutParams } from '../fields.ts'
import { trainLossFloor } from '../pure/theory.ts'
import { weightSeries } from '../series.ts'
import { trainingOf, type Training } from '../training.ts'
import { trainingWarnings } from '../warnings.ts'

const title = 'Gradient descent with dropout'
const question =
  'Train with dropout, one row at each step. What does the training curve look like, and are the weights those of part c?'

const values = dropoutValues('1d')

/** The training with these parameters. */
export const training = (params: DropoutParams): Training =>
  trainingOf(params, { ...params, track: 'main', stream: '1d.main' })

/** How often every row had lost both inputs, and what the loss is then. */
function allDroppedSentence(dropped: number, y: number): string {
  if (dropped === 0) return 'In no logged step did every row lose both inputs.'
  return String.raw`In ${percent(dropped)} of the logged steps every row lost both inputs; then the loss is exactly $y^2 = ${tex(y ** 2)}$, the gradient is zero, and nothing can be learned.`
}

/** Logged steps below which nothing is said about the shape of the curve. */
const fewestLogged = 10

/** Why a batch of one never settles. */
function answer(run: Values, params: DropoutParams): readonly string[] {
  const asked = training(params)
  const settled = settledBefore(asked, run, values)
  if (settled) return settled
  const { point, dropRate, batchSize } = asked
  const { noise, isSmooth } = scatterOf(asked, run, values)
  const residual = values.residual.of(run)
  const besideTheory =
    residual === null
      ? ''
      : String.raw` In this run the loss differed from its expectation by $${tex(residual)}$ (root mean square).`
  const dropped = measured(run, values.allDropped)
  const logged = Math.ceil(asked.iterations / asked.logEvery)
  const shape =
    logged < fewestLogged
      ? `Only ${logged === 1 ? 'one step was' : `${logged} steps were`} logged, too few to show the shape of the curve; log more often.`
      : isSmooth
        ? `The curve scatters little, because each batch averages over ${batchSize} masks; with one row at each step it would be jagged.`
        : dropped === 1
          ? 'The curve is one flat line: no row kept an input in any logged step.'
          : dropped > 0.9
            ? 'Most of the curve is one flat line, broken where a row keeps an input.'
            : `The curve is jagged and never settles: it jumps between the losses of the masks drawn.`
  const other = point.x1 === 0 ? point.x2 : point.x1
  const reason =
    point.x1 !== 0 && point.x2 !== 0
      ? 'No weights satisfy the four masked equations together, so at the solution only the average gradient vanishes. Each single step still pulls towards the equation that was drawn; with a constant learning rate, weights that have reached the solution keep wandering around it.'
      : String.raw`Only one input is nonzero. Every row that keeps it requires the same weight, $qy/x_j = ${tex(((1 - dropRate) * point.y) / other)}$, and a row that loses it has no gradient; so the steps do not pull against each other, the weights can settle, and only the loss continues to jump.`
  return [
    String.raw`${shape} ${allDroppedSentence(dropped, point.y)} Even at the best weights the loss of one batch of ${batchSize} has a standard deviation of $${tex(noise)}$ around its mean of $${tex(trainLossFloor(point, dropRate))}$.${besideTheory}`,
    comparison(asked, run, values),
    reason,
  ]
}

export const part = definePart({
  id: '1d',
  title,
  shortTitle: 'Dropout: descent',
  question,
  asks: [{ id: '', text: question, ...guidance['1d'] }],
  slots: {
    main: slot({
      title,
      trainedBy: 'typescript',
      fields: dropoutFields,
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
    }),
  },
})
