import type { Value } from '#contract/samples.ts'
import type { LinearData } from '#numeric/dropout-objective.ts'
import type { TrainEvent } from '../train.ts'
import type { Problem2Params } from './fields.ts'
import { bothWays, threeMatrices, UnsolvableError } from './solve.ts'

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Part c: the two solutions and their difference. */
export function* compareSolutions(data: LinearData, params: Problem2Params): Generator<TrainEvent> {
  const event = (name: string, value: Value): TrainEvent => ({ type: 'value', id: `2c.${name}`, value })
  try {
    const { direct, ridge, mapped, difference } = bothWays(data, params)
    yield event('direct', {
      value: { columns: ['column', 'w'], rows: direct.map((value, j) => [j + 1, value]) },
    })
    yield event('mapped', {
      value: {
        columns: ['column', 'ridge weight', 'mapped back'],
        rows: mapped.map((value, j) => [j + 1, ridge[j] ?? 0, value]),
      },
    })
    yield event('difference', { value: difference })
  } catch (error) {
    if (!(error instanceof UnsolvableError)) throw error
    for (const name of ['direct', 'mapped', 'difference'])
      yield event(name, { value: null, notMeasured: error.message })
  }
}

const noInverse =
  'Γ cannot be inverted: at p = 1 it is zero, and a column of zeros makes an entry zero; lower p or change the data.'

/** Part d: the norms of the columns of three matrices. */
export function* compareColumns(data: LinearData, { keep }: Problem2Params): Generator<TrainEvent> {
  const event = (name: string, value: Value): TrainEvent => ({ type: 'value', id: `2d.${name}`, value })
  const { before, after, normalised } = threeMatrices(data, keep)
  const formula = Math.sqrt(keep / (1 - keep))
  const transformed = (value: (norms: readonly number[]) => number): Value =>
    after ? { value: value(after.norms) } : { value: null, notMeasured: noInverse }
  yield event('norm', transformed(meanOf))
  yield event('formula', after ? { value: formula } : { value: null, notMeasured: noInverse })
  yield event(
    'spread',
    transformed((norms) => Math.max(...norms.map((norm) => Math.abs(norm - formula)))),
  )
  yield event('batchNorm', { value: meanOf(normalised.norms) })
  const columns = ['column', 'norm', 'norm after Γ', 'norm after batch norm']
  const means = ['mean', 'mean after Γ', 'mean after batch norm']
  const rows = before.norms.map((norm, j) => [
    j + 1,
    norm,
    after?.norms[j] ?? null,
    normalised.norms[j] ?? null,
    before.means[j] ?? null,
    after?.means[j] ?? null,
    normalised.means[j] ?? null,
  ])
  yield event('columnNorms', { value: { columns: [...columns, ...means], rows } })
}
