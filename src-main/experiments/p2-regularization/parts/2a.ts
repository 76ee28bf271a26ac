import { counted } from '#text/words.ts'
import { list, number } from '#contract/fields.ts'
import { bandWidth, drawMaskedLoss, RunningMean } from '../pure/dropout-estimate.ts'
import {
  dropoutObjective,
  expectedByAllMasks,
  expectedByRows,
  mostEnumeratedEntries,
} from '../pure/dropout-objective.ts'
import { columnNorms } from '../pure/column-norms.ts'
import type { Random } from '#numeric/random.ts'
import { definePart, slot } from '../../part.ts'
import type { TrainEvent } from '../../train.ts'
import { guidance } from '../guidance.ts'
import { dataFields, type DataParams } from '../fields.ts'
import { objectiveAnswer } from '../objective-answer.ts'
import { values } from '../objective-values.ts'
import { isDrawLogged } from '../logged-steps.ts'
import { columnsOf, dataOf, dataProblem } from '../pure/data.ts'
import { mostColumns } from '../pure/limits.ts'
import { dataNotes, tinyKeepWarning, warningsOn } from '../warnings.ts'

const fields = {
  ...dataFields,
  scales: { ...dataFields.scales, default: [1, 2] },
  rows: { ...dataFields.rows, default: 3 },
  weights: list({
    label: 'Weights w',
    help: 'Weights at which the objective is evaluated, one for each column; the identity holds for any.',
    default: [1.5, -0.5],
    min: -1000,
    max: 1000,
    minLength: 1,
    maxLength: mostColumns,
  }),
  draws: number({
    label: 'Masks to draw',
    help: 'Number of masks of the whole matrix averaged in the Monte Carlo estimate.',
    default: 10_000,
    min: 10,
    max: 1_000_000,
    integer: true,
    scale: 'log',
  }),
}
type Params2a = DataParams & { readonly weights: readonly number[]; readonly draws: number }

/** Why the masks of the whole matrix were not enumerated. */
const tooManyMasks = (entries: number): string =>
  `Not enumerated: too many masks. X has ${entries} entries, so there are 2^${entries} masks; up to ${mostEnumeratedEntries} entries are enumerated. The sum row by row is exact as well.`

/** The exact values at once, then the mean over masks drawn one after another. */
function* estimate(params: Params2a, random: Random): Generator<TrainEvent> {
  const { keep, weights: w, draws } = params
  const data = dataOf(params)
  const { fit, penalties, total } = dropoutObjective(data, w, keep)
  const all = expectedByAllMasks(data, w, keep)
  yield all === null
    ? values.expected.isNotMeasured(tooManyMasks(data.x.data.length))
    : values.expected.is(all)
  yield values.byRows.is(expectedByRows(data, w, keep))
  yield values.closed.is(total)
  yield values.fit.is(fit)
  yield values.penalty.is(penalties.reduce((sum, value) => sum + value, 0))
  const norms = columnNorms(data.x)
  yield values.terms.is(
    penalties.map((penalty, j) => ({
      column: j + 1,
      squaredNorm: (norms[j] ?? 0) ** 2,
      w: w[j] ?? 0,
      penalty,
    })),
  )
  const mean = new RunningMean()
  for (let step = 1; step <= draws; step++) {
    mean.add(drawMaskedLoss(random, data, w, keep))
    // One draw has a mean but no spread yet, so the curve begins with the second.
    if (step < 2 || !isDrawLogged(step, draws)) continue
    const half = bandWidth * mean.standardError
    const sample = {
      estimate: mean.mean,
      bandLow: mean.mean - half,
      bandHigh: mean.mean + half,
      closed: total,
    }
    yield { type: 'sample', track: 'main', step, values: sample }
  }
  yield values.monteCarlo.is(mean.mean)
  yield values.standardError.is(mean.standardError)
}

function refusal(params: Params2a): { field: string; message: string } | null {
  // Given data that make no matrix have a sentence of their own.
  if (dataProblem(params) !== null) return null
  const [given, columns] = [params.weights.length, columnsOf(params)]
  if (given === columns) return null
  return {
    field: 'weights',
    message: `Weights w (weights) has ${counted(given, 'number')}, but X has ${counted(columns, 'column')}; give one number for each column.`,
  }
}

function notes(params: Params2a): string[] {
  if (dataProblem(params) !== null) return []
  const { x } = dataOf(params)
  const entries = x.rows * x.columns
  const tooMany =
    entries > mostEnumeratedEntries
      ? [
          `X has ${entries} entries, too many to enumerate all 2^${entries} masks; the rows are enumerated one by one.`,
        ]
      : []
  return [...dataNotes(params), ...tooMany]
}

const question = String.raw`Each entry of $X$ is kept independently with probability $p$. Show that the expected squared error is $\lVert y - pXw\rVert^2 + p(1-p)\,\lVert\check\Gamma w\rVert^2$, where the diagonal matrix $\check\Gamma$ holds the norms of the columns of $X$.`

export const part = definePart({
  id: '2a',
  title: 'The expected dropout objective',
  shortTitle: 'Expected loss',
  question,
  asks: [{ id: '', text: question, ...guidance['2a'] }],
  slots: {
    main: slot({
      title: 'The expected dropout objective',
      trainedBy: 'typescript',
      defaultsAre: 'ours',
      fields,
      series: [
        { id: 'estimate', label: 'Monte Carlo estimate', unit: '', role: 'training' },
        {
          id: 'bandLow',
          label: '95 % confidence interval of the mean, lower end',
          unit: '',
          role: 'validation',
        },
        {
          id: 'bandHigh',
          label: '95 % confidence interval of the mean, upper end',
          unit: '',
          role: 'validation',
        },
        { id: 'closed', label: 'Closed form', unit: '', role: 'theory' },
      ],
      values: Object.values(values),
      tracks: () => ['main'],
      steps: ({ draws }) => draws,
      refusal,
      warnings: (params) => warningsOn(params, () => tinyKeepWarning(params)),
      notes,
      train: ({ random }, params) => estimate(params, random.fork('masks')),
      answers: { '': objectiveAnswer },
    }),
  },
})
