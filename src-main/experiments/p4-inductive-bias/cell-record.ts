import type { CellResult, Checkpoint, MeasuredStripes } from './job.ts'
import type { Measured } from './pure/answers.ts'
import type { Cell } from './pure/cells.ts'
import { isAtChance, isStuck, peakAboveChance, type Peak } from './pure/chance.ts'
import { bestEpoch, firstAtTarget, flatFrom } from './pure/curve.ts'
import { stripesOf } from './pure/stripes.ts'
import { targetAccuracy } from './pure/targets.ts'

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
  private readonly validationImages: number
  private readonly trainLosses: number[] = []

  /** `validationImages`: of each class. */
  constructor(seed: number, cell: Cell, classes: number, validationImages: number) {
    this.seed = seed
    this.cell = cell
    this.classes = classes
    this.validationImages = validationImages
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

  /** The best epoch of a training that ended at chance and had left it before; null for any other. */
  private fellFrom(): Peak | null {
    const { accuracies, trainAccuracies, classes, cell } = this
    const isBack = this.divergedAt === null && this.checkpoints.at(-1)?.isAtChance === true
    if (!isBack) return null
    const sets = [
      { of: 'validation' as const, accuracies, images: this.validationImages * classes },
      { of: 'training' as const, accuracies: trainAccuracies, images: cell.perClass * classes },
    ]
    return peakAboveChance(sets, classes)
  }

  result(): CellResult {
    const { accuracies, trainLosses, range } = this
    const isDiverged = this.divergedAt !== null
    const fellFrom = this.fellFrom()
    const best = bestEpoch(accuracies)
    return {
      seed: this.seed,
      divergedAt: this.divergedAt,
      isStuck:
        !isDiverged && fellFrom === null && range !== null && isStuck(trainLosses, range, this.classes),
      fellFrom,
      trainLoss: isDiverged ? null : (trainLosses.at(-1) ?? null),
      checkpoints: this.checkpoints,
      firstAtTarget: firstAtTarget(accuracies, targetAccuracy),
      flatFrom: isDiverged ? null : flatFrom(accuracies),
      bestEpoch: best,
      bestAccuracy: best === null ? null : (accuracies[best - 1] ?? null),
      confusion: this.confusion,
      stripesBefore: this.stripesBefore,
      // After a training that diverged there are no learned filters to describe.
      stripes: isDiverged ? this.stripes.map(() => ({ rows: null, columns: null })) : this.stripes,
    }
  }
}
