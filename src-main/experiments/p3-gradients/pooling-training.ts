import type { NumberValue } from '#contract/values.ts'
import type { TrainContext, TrainEvent } from '../train.ts'
import { gridTable } from './grid-table.ts'
import {
  checkPooling,
  levelSummaries,
  poolingGrids,
  poolingPass,
  type LevelSummary,
  type PoolingParams,
  type PoolingPass,
} from './pure/pooling-grid.ts'
import { poolingValues as values } from './pure/pooling-values.ts'

const layersTable = (max: readonly LevelSummary[], average: readonly LevelSummary[]): TrainEvent =>
  values.layers.is(
    max.map((level, depth) => {
      const other = average[depth]
      return {
        depth: level.depth,
        side: level.side,
        maxNonzeros: level.nonzeros,
        maxShare: level.share,
        maxShareTheory: level.shareTheory,
        maxNorm: level.norm,
        averageNonzeros: other?.nonzeros ?? null,
        averageShare: other?.share ?? null,
        averageNorm: other?.norm ?? null,
        averageNormTheory: other?.normTheory ?? null,
      }
    }),
  )

function* samplesOf({ kind }: PoolingPass, levels: readonly LevelSummary[]): Generator<TrainEvent> {
  for (const { depth, share, shareTheory, norm, normTheory } of levels)
    yield { type: 'sample', track: kind, step: depth, values: { share, shareTheory, norm, normTheory } }
}

function normKept(value: NumberValue, levels: readonly LevelSummary[]): TrainEvent {
  const [output, grid] = [levels[0]?.norm ?? 0, levels.at(-1)?.norm ?? 0]
  return output > 0
    ? value.is(grid / output)
    : value.isNotMeasured('dY is zero everywhere, so there is no norm to keep; use a dY that is not zero.')
}

/** Part 3c: one grid through both kinds of pooling and back, checked by finite differences. */
export function* trainPooling({ random }: TrainContext, params: PoolingParams): Generator<TrainEvent> {
  const grids = poolingGrids(params, random)
  const max = poolingPass('max', grids)
  const average = poolingPass('average', grids)
  const maxLevels = levelSummaries(max)
  const averageLevels = levelSummaries(average)
  yield* samplesOf(max, maxLevels)
  yield* samplesOf(average, averageLevels)
  const { side } = grids.grid
  yield values.max.is(gridTable({ side, values: max.gradients[0] ?? new Float64Array() }))
  yield values.average.is(gridTable({ side, values: average.gradients[0] ?? new Float64Array() }))
  yield layersTable(maxLevels, averageLevels)
  yield values.maxShare.is(maxLevels.at(-1)?.share ?? NaN)
  yield normKept(values.maxNorm, maxLevels)
  yield normKept(values.averageNorm, averageLevels)
  yield values.ties.is(max.ties.length)
  const checks = { max: checkPooling('max', grids), average: checkPooling('average', grids) }
  yield values.maxError.is(Math.max(checks.max.maxError, checks.average.maxError))
  yield values.excluded.is(checks.max.excluded.length)
}
