import type { Values } from '#contract/samples.ts'
import { numbers, numberValue, tableValue } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { listed } from '#text/words.ts'
import { measured } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import type { TrainEvent } from '../../train.ts'
import { guidance } from '../guidance.ts'
import { dataFields, type DataParams } from '../fields.ts'
import { dataOf } from '../pure/data.ts'
import { threeMatrices } from '../pure/solve.ts'
import { dataNotes, penaltyWarnings, warningsOn } from '../warnings.ts'

const whenEmpty = 'Γ has no inverse'

export const values = {
  norm: numberValue('2d.norm', { label: 'Norm after Γ', sentence: 'Mean norm of the columns of X Γ⁻¹.' }),
  formula: numberValue('2d.formula', {
    label: 'Formula',
    sentence: '√(p/(1 − p)), the norm that every column of X Γ⁻¹ should have.',
  }),
  spread: numberValue('2d.spread', {
    label: 'Largest deviation',
    sentence: 'Largest difference between a column norm of X Γ⁻¹ and the formula; zero except for rounding.',
  }),
  batchNorm: numberValue('2d.batchNorm', {
    label: 'Norm after batch norm',
    sentence: 'Mean norm of the columns after batch normalization: √n if every column varies.',
  }),
  columnNorms: tableValue('2d.columnNorms', {
    label: 'Column norms',
    sentence:
      'Norm of each column of X, of X Γ⁻¹ and of X after batch normalization, and the mean of each column.',
    columns: {
      column: numbers('column'),
      norm: numbers('norm'),
      normAfter: numbers('norm after Γ', { whenEmpty }),
      normBatch: numbers('norm after batch norm'),
      mean: numbers('mean'),
      meanAfter: numbers('mean after Γ', { whenEmpty }),
      meanBatch: numbers('mean after batch norm'),
    },
  }),
}

const fields = { ...dataFields, offset: { ...dataFields.offset, default: 1 } }

const meanOf = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length

const noInverse =
  'Γ cannot be inverted: at p = 1 it is zero, and a column of zeros makes an entry zero; lower p or change the data.'

/** The norms of the columns of three matrices. */
function* compareColumns(params: DataParams): Generator<TrainEvent> {
  const { keep } = params
  const { before, after, normalised } = threeMatrices(dataOf(params), keep)
  const formula = Math.sqrt(keep / (1 - keep))
  yield after ? values.norm.is(meanOf(after.norms)) : values.norm.isNotMeasured(noInverse)
  yield after ? values.formula.is(formula) : values.formula.isNotMeasured(noInverse)
  yield after
    ? values.spread.is(Math.max(...after.norms.map((norm) => Math.abs(norm - formula))))
    : values.spread.isNotMeasured(noInverse)
  yield values.batchNorm.is(meanOf(normalised.norms))
  yield values.columnNorms.is(
    before.norms.map((norm, j) => ({
      column: j + 1,
      norm,
      normAfter: after?.norms[j] ?? null,
      normBatch: normalised.norms[j] ?? null,
      mean: before.means[j] ?? null,
      meanAfter: after?.means[j] ?? null,
      meanBatch: normalised.means[j] ?? null,
    })),
  )
}

/** The norms after batch normalization as this run measured them: √n only where the column varies. */
function normalised(run: Values): string {
  const rows = values.columnNorms.of(run) ?? []
  const constant = rows.flatMap(({ column, normBatch }) =>
    normBatch === 0 && column !== null ? [column] : [],
  )
  if (constant.length === 0)
    return String.raw`Measured, their mean is $${tex(measured(run, values.batchNorm))}$.`
  if (constant.length === rows.length)
    return 'In these data no column varies, so batch normalization makes all of them zero.'
  const varying = rows.flatMap(({ normBatch }) => (normBatch !== null && normBatch > 0 ? [normBatch] : []))
  return String.raw`Measured, the mean of those that vary is $${tex(meanOf(varying))}$; ${constant.length === 1 ? 'column' : 'columns'} ${listed(constant)} ${constant.length === 1 ? 'does' : 'do'} not vary and ${constant.length === 1 ? 'becomes' : 'become'} zero.`
}

function answer(run: Values, params: DataParams): string[] {
  const { x } = dataOf(params)
  return [
    String.raw`With $\Gamma = c\,\mathrm{diag}(\lVert X_{:j}\rVert)$ column $j$ of $\tilde X$ is $X_{:j}/(c\,\lVert X_{:j}\rVert)$: every column has norm $1/c$, whatever its scale was. For dropout $c = \sqrt{(1-p)/p}$, so at $p = ${tex(params.keep)}$ the norm is $\sqrt{p/(1-p)} = ${tex(measured(run, values.formula))}$; measured on the columns it is $${tex(measured(run, values.norm))}$, with a largest deviation of $${tex(measured(run, values.spread))}$.`,
    String.raw`Batch normalization also removes the scale: it subtracts the mean of each feature over the batch and divides by its standard deviation, which gives every column that varies the norm $\sqrt n$, here $\sqrt{${x.rows}} = ${tex(Math.sqrt(x.rows))}$. ${normalised(run)}`,
    'What they share: after either, no feature counts for more because of the unit it is measured in. How they differ: dropout does not centre (it uses the second moment, not the variance), it never computes a statistic but acts through the objective, and it also shrinks the weights, by an amount that $p$ sets.',
  ]
}

const question = String.raw`$\Gamma$ is diagonal and proportional to the norms of the columns of $X$. What are the norms of the columns of $\tilde X$, and what does that say about dropout and batch normalization?`

export const part = definePart({
  id: '2d',
  title: 'Column norms, and batch normalization',
  shortTitle: 'Column norms',
  question,
  asks: [{ id: '', text: question, ...guidance['2d'] }],
  slots: {
    main: slot({
      title: 'Column norms, and batch normalization',
      trainedBy: 'typescript',
      defaultsAre: 'ours',
      fields,
      series: [],
      values: Object.values(values),
      tracks: () => [],
      steps: () => 0,
      warnings: (params) => warningsOn(params, (data) => penaltyWarnings(data, params)),
      notes: dataNotes,
      train: (_, params) => compareColumns(params),
      answers: { '': answer },
    }),
  },
})
