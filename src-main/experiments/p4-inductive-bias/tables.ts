import type { Table, Value } from '#contract/samples.ts'
import type { NetworkName } from './cells.ts'
import type {
  AccuracyRow,
  ConfusionRow,
  EpochsRow,
  KernelRow,
  MoreDataRow,
  SearchRow,
  StripesRow,
} from './table-rows.ts'

type CellValue = Table['rows'][number][number]

/** A table's layout, one place for who writes it and who reads it: column headings, a row of cells, and back. */
export interface Layout<Row> {
  readonly columns: readonly string[]
  readonly toCells: (row: Row) => CellValue[]
  readonly fromCells: (cells: readonly CellValue[]) => Row
}

const numberOrNull = (cell: CellValue | undefined): number | null => (typeof cell === 'number' ? cell : null)
const toNumber = (cell: CellValue | undefined): number => numberOrNull(cell) ?? NaN
const toText = (cell: CellValue | undefined): string => String(cell ?? '')
const toNetwork = (cell: CellValue | undefined): NetworkName => toText(cell) as NetworkName
const toSeeds = (cell: CellValue | undefined): number[] => toText(cell).split(' ').filter(Boolean).map(Number)

export const accuracyLayout: Layout<AccuracyRow> = {
  columns: [
    'network',
    'images per class',
    'epochs',
    'validation accuracy (%)',
    'lowest',
    'highest',
    'training accuracy (%)',
    'validation loss',
    'at chance',
    'stuck',
    'diverged',
    'seeds',
  ],
  toCells: (row) => [
    row.network,
    row.perClass,
    row.epochs,
    row.accuracy,
    row.lowest,
    row.highest,
    row.trainAccuracy,
    row.validationLoss,
    row.atChance,
    row.stuck,
    row.diverged,
    row.seeds.join(' '),
  ],
  fromCells: (cells) => ({
    network: toNetwork(cells[0]),
    perClass: toNumber(cells[1]),
    epochs: toNumber(cells[2]),
    accuracy: numberOrNull(cells[3]),
    lowest: numberOrNull(cells[4]),
    highest: numberOrNull(cells[5]),
    trainAccuracy: numberOrNull(cells[6]),
    validationLoss: numberOrNull(cells[7]),
    atChance: toNumber(cells[8]),
    stuck: toNumber(cells[9]),
    diverged: toNumber(cells[10]),
    seeds: toSeeds(cells[11]),
  }),
}

/** The layout of confusion counts over these classes. */
export const confusionLayout = (classes: readonly string[]): Layout<ConfusionRow> => ({
  columns: ['network', 'images per class', 'seed', 'true class', ...classes.map((name) => `called ${name}`)],
  toCells: (row) => [row.network, row.perClass, row.seed, row.label, ...row.counts],
  fromCells: (cells) => ({
    network: toNetwork(cells[0]),
    perClass: toNumber(cells[1]),
    seed: toNumber(cells[2]),
    label: toText(cells[3]),
    counts: cells.slice(4).map(toNumber),
  }),
})

export const kernelLayout: Layout<KernelRow> = {
  columns: [
    'network',
    'kernel size',
    'images per class',
    'epochs',
    'seed',
    'validation accuracy (%)',
    'training accuracy (%)',
    'at chance',
    'stuck',
  ],
  toCells: (row) => [
    row.network,
    row.kernel,
    row.perClass,
    row.epochs,
    row.seed,
    row.accuracy,
    row.trainAccuracy,
    row.isAtChance ? 1 : 0,
    row.isStuck ? 1 : 0,
  ],
  fromCells: (cells) => ({
    network: toNetwork(cells[0]),
    kernel: numberOrNull(cells[1]),
    perClass: toNumber(cells[2]),
    epochs: toNumber(cells[3]),
    seed: toNumber(cells[4]),
    accuracy: numberOrNull(cells[5]),
    trainAccuracy: numberOrNull(cells[6]),
    isAtChance: cells[7] === 1,
    isStuck: cells[8] === 1,
  }),
}

export const epochsLayout: Layout<EpochsRow> = {
  columns: [
    'network',
    'images per class',
    'seed',
    'epochs',
    'first at target',
    'flat from',
    'early estimate',
    'estimated at',
    'best epoch',
    'best accuracy (%)',
  ],
  toCells: (row) => [
    row.network,
    row.perClass,
    row.seed,
    row.epochs,
    row.firstAtTarget,
    row.flatFrom,
    row.estimatedFlatFrom,
    row.estimateMadeAt,
    row.bestEpoch,
    row.bestAccuracy,
  ],
  fromCells: (cells) => ({
    network: toNetwork(cells[0]),
    perClass: toNumber(cells[1]),
    seed: toNumber(cells[2]),
    epochs: toNumber(cells[3]),
    firstAtTarget: numberOrNull(cells[4]),
    flatFrom: numberOrNull(cells[5]),
    estimatedFlatFrom: numberOrNull(cells[6]),
    estimateMadeAt: numberOrNull(cells[7]),
    bestEpoch: numberOrNull(cells[8]),
    bestAccuracy: numberOrNull(cells[9]),
  }),
}

export const moreDataLayout: Layout<MoreDataRow> = {
  columns: ['CNN images per class', 'CNN accuracy (%)', 'MLP images per class', 'times as many', 'note'],
  toCells: (row) => [
    row.perClass,
    row.cnnAccuracy,
    row.mlpPerClass,
    row.mlpPerClass === null ? null : row.mlpPerClass / row.perClass,
    row.note,
  ],
  fromCells: (cells) => ({
    perClass: toNumber(cells[0]),
    cnnAccuracy: numberOrNull(cells[1]),
    mlpPerClass: numberOrNull(cells[2]),
    note: toText(cells[4]),
  }),
}

export const searchLayout: Layout<SearchRow> = {
  columns: [
    'learning rate',
    'momentum',
    'batch size',
    'kernel size',
    'epochs',
    'validation accuracy (%)',
    'lowest',
    'highest',
    'test accuracy (%)',
    'training accuracy (%)',
    'at chance',
    'stuck',
    'diverged',
    'seeds',
  ],
  toCells: (row) => [
    row.learningRate,
    row.momentum,
    row.batchSize,
    row.kernel,
    row.epochs,
    row.accuracy,
    row.lowest,
    row.highest,
    row.testAccuracy,
    row.trainAccuracy,
    row.atChance,
    row.stuck,
    row.diverged,
    row.seeds.join(' '),
  ],
  fromCells: (cells) => ({
    learningRate: toNumber(cells[0]),
    momentum: toNumber(cells[1]),
    batchSize: toNumber(cells[2]),
    kernel: toNumber(cells[3]),
    epochs: toNumber(cells[4]),
    accuracy: numberOrNull(cells[5]),
    lowest: numberOrNull(cells[6]),
    highest: numberOrNull(cells[7]),
    testAccuracy: numberOrNull(cells[8]),
    trainAccuracy: numberOrNull(cells[9]),
    atChance: toNumber(cells[10]),
    stuck: toNumber(cells[11]),
    diverged: toNumber(cells[12]),
    seeds: toSeeds(cells[13]),
  }),
}

export const stripesLayout: Layout<StripesRow> = {
  columns: [
    'network',
    'images per class',
    'seed',
    'filter',
    'between rows, untrained',
    'between rows, trained',
    'between columns, untrained',
    'between columns, trained',
  ],
  toCells: (row) => [
    row.network,
    row.perClass,
    row.seed,
    row.filter,
    row.before.rows,
    row.after.rows,
    row.before.columns,
    row.after.columns,
  ],
  fromCells: (cells) => ({
    network: toNetwork(cells[0]),
    perClass: toNumber(cells[1]),
    seed: toNumber(cells[2]),
    filter: toNumber(cells[3]),
    before: { rows: toNumber(cells[4]), columns: toNumber(cells[6]) },
    after: { rows: toNumber(cells[5]), columns: toNumber(cells[7]) },
  }),
}

/** The rows of a measured table; none where it is not (yet) measured. */
export function rowsOf<Row>(value: Value | undefined, layout: Layout<Row>): Row[] {
  const table = value?.value
  return typeof table === 'object' && table !== null ? table.rows.map(layout.fromCells) : []
}

/** Rows as a measured table. */
export function tableOf<Row>(rows: readonly Row[], layout: Layout<Row>): Value {
  return { value: { columns: [...layout.columns], rows: rows.map(layout.toCells) } }
}
