import type { CellResult, Checkpoint, MeasuredStripes } from './job.ts'
import type { Measured } from './pure/answers.ts'
import type { Cell } from './pure/cells.ts'
import { isAtChance, isStuck } from './pure/chance.ts'
import { bestEpoch, estimateFlatFrom, firstAtTarget, flatFrom } from './pure/curve.ts'
import { stripesOf } from './pure/stripes.ts'
import { targetAccuracy } from './pure/targets.ts'

/** The share of its epochs after which the early estimate of the flat epoch is made. */
const estimatedAfter = 1 / 3

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** What is kept of a network's training until its result. */
export class CellRecord {
  divergedAt: number | null = null
  /** Largest difference of the probabilities of two images in one class, at the end; null before. */
  range: number | null = null
  confusion: readonly (readonly number[])[] = []
  private stripesBefore: readonly MeasuredStripes[] = []
  private stripes: readonly MeasuredStripes[] = []
  private readonly accuracies: number[] = []
  private readonly trainAccuracies: number[] = []
  private readonly checkpoints: Checkpoint[] = []
  private readonly seed: number
  private readonly cell: Cell
  private readonly classes: number
  private readonly trainLosses: number[] = []

  constructor(seed: number, cell: Cell, classes: number) {
    this.seed = seed
    this.cell = cell
    this.classes = classes
  }

  /** An epoch, with what was measured after it. */
  add(epoch: number, train: Measured, validation: Measured | null): void {
    if (!Number.isFinite(train.loss)) {
      this.divergedAt = epoch
      return
    }
    this.trainLosses.push(train.loss)
    this.trainAccuracies.push(train.accuracy)
    if (validation) this.accuracies.push(validation.accuracy)
  }

  /** First-layer filters [filters, side, side], at first those before the training. */
  filters(filters: Float32Array): void {
    const stripes = stripesOf(filters, this.cell.kernel).map(({ rows, columns }) => ({
      rows: finiteOrNull(rows),
      columns: finiteOrNull(columns),
    }))
    if (this.stripesBefore.length === 0) this.stripesBefore = stripes
    this.stripes = stripes
  }

  /** An epoch that the tables have a row for; accuracies in percent. */
  checkpoint(
    epochs: number,
    train: Measured,
    validation: Measured | null,
    testAccuracy: number | null,
  ): void {
    this.checkpoints.push({
      epochs,
      trainAccuracy: train.accuracy,
      accuracy: validation?.accuracy ?? null,
      isAtChance: isAtChance(train.accuracy, validation?.accuracy ?? null, this.classes),
      validationLoss: validation ? finiteOrNull(validation.loss) : null,
      testAccuracy,
    })
  }

  result(): CellResult {
    const { accuracies, trainLosses, range } = this
    const isDiverged = this.divergedAt !== null
    const early = Math.ceil(this.cell.epochs * estimatedAfter)
    const estimatedFlatFrom = estimateFlatFrom(
      accuracies.slice(0, early),
      this.trainAccuracies.slice(0, early),
    )
    const best = bestEpoch(accuracies)
    return {
      seed: this.seed,
      divergedAt: this.divergedAt,
      isStuck: !isDiverged && range !== null && isStuck(trainLosses, range, this.classes),
      trainLoss: isDiverged ? null : (trainLosses.at(-1) ?? null),
      checkpoints: this.checkpoints,
      firstAtTarget: firstAtTarget(accuracies, targetAccuracy),
      flatFrom: isDiverged ? null : flatFrom(accuracies),
      estimatedFlatFrom,
      estimateMadeAt: estimatedFlatFrom === null ? null : early,
      bestEpoch: best,
      bestAccuracy: best === null ? null : (accuracies[best - 1] ?? null),
      confusion: this.confusion,
      stripesBefore: this.stripesBefore,
      // After a training that diverged there are no learned filters to describe.
      stripes: isDiverged ? this.stripes.map(() => ({ rows: null, columns: null })) : this.stripes,
    }
  }
}
