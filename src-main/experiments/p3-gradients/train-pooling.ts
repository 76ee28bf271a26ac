import type { Table } from '#contract/samples.ts'
import type { PresetContext, TrainEvent } from '../train.ts'
import { typed } from './fields.ts'
import {
  checkPooling,
  levelSummaries,
  poolingGrids,
  poolingPass,
  type LevelSummary,
  type PoolingPass,
} from './pooling-grid.ts'
import { gridTable, measured } from './tables.ts'

function layersTable(max: readonly LevelSummary[], average: readonly LevelSummary[]): Table {
  return {
    columns: [
      'layers from the output',
      'side',
      'max: nonzeros',
      'max: share',
      'max: share, derived',
      'max: norm',
      'average: nonzeros',
      'average: share',
      'average: norm',
      'average: norm, derived',
    ],
    rows: max.map((level, depth) => {
      const other = average[depth]
      return [
        level.depth,
        level.side,
        level.nonzeros,
        level.share,
        level.shareTheory,
        level.norm,
        other?.nonzeros ?? null,
        other?.share ?? null,
        other?.norm ?? null,
        other?.normTheory ?? null,
      ]
    }),
  }
}

function* samplesOf({ kind }: PoolingPass, levels: readonly LevelSummary[]): Generator<TrainEvent> {
  for (const { depth, share, shareTheory, norm, normTheory } of levels)
    yield { type: 'sample', track: kind, step: depth, values: { share, shareTheory, norm, normTheory } }
}

/** Part c: one grid through both kinds of pooling and back, checked by finite differences. */
export function* trainPooling({ params, random }: PresetContext): Generator<TrainEvent> {
  const grids = poolingGrids(typed(params), random)
  const max = poolingPass('max', grids)
  const average = poolingPass('average', grids)
  const maxLevels = levelSummaries(max)
  const averageLevels = levelSummaries(average)
  yield* samplesOf(max, maxLevels)
  yield* samplesOf(average, averageLevels)
  const { side } = grids.grid
  yield measured('3c.max', gridTable({ side, values: max.gradients[0] ?? new Float64Array() }))
  yield measured('3c.average', gridTable({ side, values: average.gradients[0] ?? new Float64Array() }))
  yield measured('3c.layers', layersTable(maxLevels, averageLevels))
  yield measured('3c.maxShare', maxLevels.at(-1)?.share ?? NaN)
  yield* norms('3c.maxNorm', maxLevels)
  yield* norms('3c.averageNorm', averageLevels)
  yield measured('3c.ties', max.ties.length)
  const checks = [checkPooling('max', grids), checkPooling('average', grids)]
  yield measured('3c.maxError', Math.max(...checks.map(({ maxError }) => maxError)))
  yield measured('3c.excluded', checks[0]?.excluded.length ?? 0)
}

function* norms(id: string, levels: readonly LevelSummary[]): Generator<TrainEvent> {
  const [output, grid] = [levels[0]?.norm ?? 0, levels.at(-1)?.norm ?? 0]
  if (output > 0) yield measured(id, grid / output)
  else
    yield {
      type: 'value',
      id,
      value: {
        value: null,
        notMeasured: 'dY is zero everywhere, so no norm can be kept; give a dY that is not.',
      },
    }
}
