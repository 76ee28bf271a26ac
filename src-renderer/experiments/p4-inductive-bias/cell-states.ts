import type { Cell, NetworkName } from '#experiments/p4-inductive-bias/pure/cells.ts'
import type { EpochColumns } from './seed-means.ts'

/** What is needed of a run here. */
export interface CellRun {
  readonly isLive: boolean
  track(name: string): (EpochColumns & { last(series: string): number | undefined }) | null
}

/** planned: no run yet; halted: begun, and its run ended before it was done; missing: its run ended before it began. */
export type CellStage = 'planned' | 'waiting' | 'running' | 'done' | 'halted' | 'missing'

/** The trainings of one network on one number of images, over all seeds. */
export interface CellSummary {
  readonly stage: CellStage
  /** Final value of the series of every seed that is done and did not diverge. */
  readonly finished: readonly number[]
  /** Seeds whose training ended early because its loss was no longer finite. */
  readonly diverged: number
  readonly seeds: number
  /** Epochs of the training under way (or halted) that is furthest; 0 before one began. */
  readonly epoch: number
  readonly epochs: number
}

type Track = NonNullable<ReturnType<CellRun['track']>>

/** A training ends with its last epoch, or with the first whose loss is not finite. */
const hasDiverged = (track: Track): boolean => Number.isNaN(track.last('trainLoss'))
const isDone = (track: Track, cell: Cell): boolean =>
  hasDiverged(track) || (track.steps[track.length - 1] ?? 0) >= cell.epochs

/** How far the trainings of `cells` (one a seed) are in `run`. */
export function cellSummary(run: CellRun | null, cells: readonly Cell[], series: string): CellSummary {
  const epochs = cells[0]?.epochs ?? 0
  const begun = cells.flatMap((cell) => {
    const track = run?.track(cell.track)
    return track && track.length > 0 ? [{ cell, track }] : []
  })
  const ended = begun.filter(({ cell, track }) => isDone(track, cell))
  const diverged = ended.filter(({ track }) => hasDiverged(track)).length
  const finished = ended.flatMap(({ track }) => (hasDiverged(track) ? [] : (track.last(series) ?? [])))
  const open = begun.filter(({ cell, track }) => !isDone(track, cell))
  const epoch = Math.max(0, ...open.map(({ track }) => track.steps[track.length - 1] ?? 0))
  const stage = ((): CellStage => {
    if (!run) return 'planned'
    if (ended.length === cells.length) return 'done'
    if (open.length > 0) return run.isLive ? 'running' : 'halted'
    return run.isLive ? 'waiting' : 'missing'
  })()
  return { stage, finished, diverged, seeds: cells.length, epoch, epochs }
}

/** Whether any training on this number of images has begun; in a run that is over, or before one, all count as begun. */
export const begunIn =
  (run: CellRun | null, cells: readonly Cell[]) =>
  (perClass: number): boolean =>
    !run?.isLive ||
    cells.some((cell) => cell.perClass === perClass && (run.track(cell.track)?.length ?? 0) > 0)

/** What a chart of trainings shows while it has no sample. */
export function emptyNote(run: CellRun | null): string {
  if (!run) return 'No samples yet. Press Run.'
  return run.isLive ? 'Waiting: other networks are trained first.' : 'Not trained in this run.'
}

/** The cells of one network and number of images, by seed. */
export const cellsAt = (cells: readonly Cell[], network: NetworkName, perClass: number): readonly Cell[] =>
  cells.filter((cell) => cell.network === network && cell.perClass === perClass)

/** Mean, lowest and highest; null of nothing. */
export function spread(values: readonly number[]): { mean: number; low: number; high: number } | null {
  if (values.length === 0) return null
  const sum = values.reduce((total, value) => total + value, 0)
  return { mean: sum / values.length, low: Math.min(...values), high: Math.max(...values) }
}
