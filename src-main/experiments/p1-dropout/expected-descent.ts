import { masksOf } from './pure/masks.ts'
import { goalOf, type Training } from './training.ts'
import { momentOperator, packedIndex, randomStep } from './second-moments.ts'
import { expectedLossForm, type Weights } from './pure/theory.ts'

/**
 * The expectation, over all masks that might be drawn, of a training by SGD with or without momentum: followed
 * step by step beside it, and exact. Coordinates are centred at the goal of the descent, so that a loss that
 * falls to zero does so without cancellation.
 */
export class ExpectedDescent {
  private readonly goal: Weights
  private readonly size: number
  private readonly operator: Float64Array
  private readonly form: { a11: number; a12: number; a22: number }
  private readonly lossAtGoal: number
  private readonly point: Training['point']
  /** Packed second moments of z = (error, [velocity], 1). */
  private moments: Float64Array
  private next: Float64Array

  /** Throws for Adam, whose step is no linear function of its state: it has no such closed form. */
  constructor(training: Training) {
    const { point, dropRate, start, optimizer } = training
    if (optimizer === 'adam') throw new Error('The expected loss of Adam has no closed form.')
    this.point = point
    this.goal = goalOf(training)
    this.form = expectedLossForm(point, dropRate)
    const rows = masksOf(point, dropRate).map(({ row, probability }) => ({
      row,
      probability,
      residual: row[0] * this.goal.w1 + row[1] * this.goal.w2 - point.y,
    }))
    this.lossAtGoal = rows.reduce((sum, { residual, probability }) => sum + probability * residual ** 2, 0)
    const step = randomStep(
      rows,
      { ...training, momentum: optimizer === 'momentum' ? training.momentum : 0 },
      true,
    )
    this.size = step.size
    this.operator = momentOperator(step)
    this.moments = new Float64Array((step.size * (step.size + 1)) / 2)
    this.next = new Float64Array(this.moments.length)
    const state = new Float64Array(step.size)
    state.set([start.w1 - this.goal.w1, start.w2 - this.goal.w2])
    state[step.size - 1] = 1
    for (let i = 0; i < step.size; i++)
      for (let j = i; j < step.size; j++)
        this.moments[packedIndex(step.size, i, j)] = (state[i] ?? 0) * (state[j] ?? 0)
  }

  /** E[z_i z_j]. */
  private moment(i: number, j: number): number {
    return this.moments[packedIndex(this.size, i, j)] ?? 0
  }

  /** E[L_t]: the expectation of the loss that a batch drawn now would have; Infinity beyond the largest number. */
  get loss(): number {
    const { a11, a12, a22 } = this.form
    const excess = a11 * this.moment(0, 0) + 2 * a12 * this.moment(0, 1) + a22 * this.moment(1, 1)
    if (Number.isNaN(excess)) return Infinity // two moments that have overflowed were subtracted
    return Math.max(0, excess) + this.lossAtGoal
  }

  /** E[w_t]. */
  get weights(): Weights {
    const constant = this.size - 1
    return { w1: this.goal.w1 + this.moment(0, constant), w2: this.goal.w2 + this.moment(1, constant) }
  }

  /** E[(x . w_t - y)^2]: the expectation of the loss with dropout off. */
  get cleanLoss(): number {
    const { x1, x2, y } = this.point
    const constant = this.size - 1
    const residual = x1 * this.goal.w1 + x2 * this.goal.w2 - y
    const square = x1 * x1 * this.moment(0, 0) + 2 * x1 * x2 * this.moment(0, 1) + x2 * x2 * this.moment(1, 1)
    const cross = x1 * this.moment(0, constant) + x2 * this.moment(1, constant)
    return square + 2 * residual * cross + residual ** 2
  }

  /** Goes from step t to step t + 1. */
  advance(): void {
    const { operator, moments, next } = this
    const n = moments.length
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) sum += (operator[i * n + j] ?? 0) * (moments[j] ?? 0)
      next[i] = sum
    }
    this.moments = next
    this.next = moments
  }
}
