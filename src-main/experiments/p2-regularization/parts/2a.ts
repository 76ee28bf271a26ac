import { list, number } from '#contract/fields.ts'
import { numbers, numberValue, reasonOf, tableValue } from '#contract/values.ts'
import type { Values } from '#contract/samples.ts'
import { bandWidth, drawMaskedLoss, RunningMean } from '../pure/dropout-estimate.ts'
import {
  dropoutObjective,
  expectedByAllMasks,
  expectedByRows,
  mostEnumeratedEntries,
} from '../pure/dropout-objective.ts'
import { columnNorms } from '../pure/column-norms.ts'
import type { Random } from '#numeric/random.ts'
import { tex } from '#text/number-tex.ts'
import { counted } from '#text/words.ts'
import { measured } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import type { TrainEvent } from '../../train.ts'
import { dataFields, type DataParams } from '../fields.ts'
import { isDrawLogged } from '../logged-steps.ts'
import { columnsOf, dataOf, dataProblem } from '../pure/data.ts'
import { mostColumns } from '../pure/limits.ts'
import { dataNotes, tinyKeepWarning, warningsOn } from '../warnings.ts'

export const values = {
  expected: numberValue('2a.expected', {
    label: 'All masks',
    sentence:
      'The expectation by its definition: a sum over every mask of the whole matrix, weighted by its probability.',
  }),
  byRows: numberValue('2a.byRows', {
    label: 'Masks of each row',
    sentence: 'The same expectation, as a sum over the rows of a sum over every mask of that row.',
  }),
  closed: numberValue('2a.closed', {
    label: 'Closed form',
    sentence: 'The squared error of p X w plus the penalty p (1 − p) ‖Γ̌ w‖².',
  }),
  fit: numberValue('2a.fit', {
    label: 'Squared-error term',
    sentence: 'The first term of the closed form, ‖y − p X w‖².',
  }),
  penalty: numberValue('2a.penalty', {
    label: 'Penalty term',
    sentence: 'The second term of the closed form, p (1 − p) ‖Γ̌ w‖².',
  }),
  monteCarlo: numberValue('2a.monteCarlo', {
    label: 'Monte Carlo',
    sentence: 'Mean of the squared error over the masks that this run drew.',
  }),
  standardError: numberValue('2a.standardError', {
    label: 'Standard error',
    sentence: 'Estimated standard deviation of the Monte Carlo mean; the 95 % band is ±1.96 of it.',
  }),
  terms: tableValue('2a.terms', {
    label: 'Penalty of each column',
    sentence: 'What each column j adds to the penalty: p (1 − p) ‖Xⱼ‖² wⱼ².',
    columns: {
      column: numbers('column'),
      squaredNorm: numbers('squared norm'),
      w: numbers('w'),
      penalty: numbers('penalty'),
    },
  }),
}

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

const relative = (a: number, b: number): number =>
  Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-300)
/** "a relative difference of 3 x 10^-16", or that there is none to the last digit. */
const gap = (difference: number): string =>
  difference === 0 ? 'equal to the last digit' : String.raw`a relative difference of $${tex(difference)}$`

function answer(run: Values, { keep }: Params2a): string[] {
  const [closed, byRows] = [measured(run, values.closed), measured(run, values.byRows)]
  const [mean, error] = [measured(run, values.monteCarlo), measured(run, values.standardError)]
  const all = values.expected.of(run)
  const enumerated =
    all === null
      ? String.raw`${reasonOf(run, values.expected) ?? ''} That sum is $${tex(byRows)}$, ${gap(relative(byRows, closed))}.`
      : String.raw`The sum over all masks of the whole matrix is $${tex(all)}$, ${gap(relative(all, closed))}.`
  const isWithin = Math.abs(mean - closed) <= bandWidth * error
  const sampled =
    error === 0
      ? String.raw`Every mask drawn gave the same error, $${tex(mean)}$, so the run shows no spread.`
      : String.raw`The Monte Carlo mean is $${tex(mean)}$ with a standard error of $${tex(error)}$: $${tex(Math.abs(mean - closed) / error)}$ standard errors from the closed form, ${isWithin ? 'within its 95 % band' : 'outside its 95 % band, as happens in one run of twenty; another seed or more masks will show whether it is chance'}.`
  return [
    String.raw`Take one row $i$. The kept sum $\sum_j R_{ij} X_{ij} w_j$ has mean $p\,(Xw)_i$, and because the $R_{ij}$ are independent its variance is $\sum_j p(1-p)\,X_{ij}^2 w_j^2$. The mean of a square is the square of the mean plus the variance: $\mathbb E\,(y_i - \sum_j R_{ij}X_{ij}w_j)^2 = (y_i - p(Xw)_i)^2 + p(1-p)\sum_j X_{ij}^2 w_j^2$.`,
    String.raw`Summed over the rows, $\sum_i X_{ij}^2$ is the squared norm of column $j$: $\,{\lVert y - pXw\rVert^2} + {p(1-p)\,\lVert\check\Gamma w\rVert^2}$ with $\check\Gamma = \mathrm{diag}(\lVert X_{:1}\rVert, \dots, \lVert X_{:d}\rVert)$. In this run, at $p = ${tex(keep)}$: $${tex(measured(run, values.fit))} + ${tex(measured(run, values.penalty))} = ${tex(closed)}$.`,
    `${enumerated} ${sampled}`,
  ]
}

const question = String.raw`Each entry of $X$ is kept independently with probability $p$. Show that the expected squared error is $\lVert y - pXw\rVert^2 + p(1-p)\,\lVert\check\Gamma w\rVert^2$, where the diagonal matrix $\check\Gamma$ holds the norms of the columns of $X$.`

export const part = definePart({
  id: '2a',
  title: 'The expected dropout objective',
  question,
  asks: [{ id: '', text: question }],
  slots: {
    main: slot({
      title: 'The expected dropout objective',
      trainedBy: 'typescript',
      defaultsAre: 'ours',
      fields,
      series: [
        { id: 'estimate', label: 'Monte Carlo estimate', unit: '', role: 'training' },
        { id: 'bandLow', label: '95 % band, lower', unit: '', role: 'validation' },
        { id: 'bandHigh', label: '95 % band, upper', unit: '', role: 'validation' },
        { id: 'closed', label: 'Closed form', unit: '', role: 'theory' },
      ],
      values: Object.values(values),
      tracks: () => ['main'],
      steps: ({ draws }) => draws,
      refusal,
      warnings: (params) => warningsOn(params, () => tinyKeepWarning(params)),
      notes,
      train: ({ random }, params) => estimate(params, random.fork('masks')),
      answers: { '': answer },
    }),
  },
})
