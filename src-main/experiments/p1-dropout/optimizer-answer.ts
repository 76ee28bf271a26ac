/** The answer to 1h: the optimizer decides only where the minimiser is not unique. */
import { tex } from '#text/number-tex.ts'
import { counted } from '#text/words.ts'
import { instability } from './answer-stability.ts'
import { texWeights } from './answer-text.ts'
import { cleanOutput, distance, dropoutSolution, type Weights } from './pure/theory.ts'
import type { Training } from './training.ts'

/** The trainings by SGD and by Adam from the same start, and the weights each reached; null where it diverged. */
export interface OptimizerPair {
  /** The training by SGD; that by Adam differs from it in the optimizer only. */
  readonly training: Training
  readonly sgd: Weights | null
  readonly adam: Weights | null
}

const shown = (end: Weights | null): string =>
  end ? `$${texWeights(end)}$` : 'diverged (it exceeded the largest number that can be represented)'

/** Why Adam ends elsewhere without dropout, in words that fit these inputs. */
function adamReason({ point, start }: Training): string {
  const { x1, x2, y } = point
  const sum = Math.abs(x1) + Math.abs(x2)
  const equal = { w1: (Math.sign(x1) * y) / sum, w2: (Math.sign(x2) * y) / sum }
  const landing =
    start.w1 === 0 && start.w2 === 0
      ? String.raw`From the origin both weights therefore move by equal amounts, towards $y / (|x_1| + |x_2|)$ in size: $${texWeights(equal)}$.`
      : 'Both weights therefore move by equal amounts from their start, until the point is fitted.'
  return String.raw`Every gradient is a multiple of $x$; SGD follows it, but Adam divides each coordinate by a running size of that same coordinate, and the factor $|x_j|$ cancels. ${landing} Which exact solution results is the optimizer's implicit bias.`
}

/** Whether these weights fit the clean point to one part in a hundred of the first residual. */
function isFitted(end: Weights | null, { point, start }: Training): boolean {
  const first = Math.abs(cleanOutput(point, start) - point.y)
  return end !== null && Math.abs(cleanOutput(point, end) - point.y) <= 0.01 * first
}

/** The pair trained without dropout. */
function withoutDropout({ training, sgd, adam }: OptimizerPair): string {
  const { point, start, iterations } = training
  const numbers = `Without dropout: SGD ${shown(sgd)}, Adam ${shown(adam)}.`
  const fault = instability(training)
  if (fault !== null) return `${numbers} ${fault}`
  if (cleanOutput(point, start) === point.y)
    return `${numbers} The initial weights already fit the point, so the gradient is zero and neither optimizer moves.`
  const arrived = [isFitted(sgd, training), isFitted(adam, training)]
  const output = (end: Weights | null): string => (end ? `$${tex(cleanOutput(point, end))}$` : 'none')
  const progress = arrived.every(Boolean)
    ? 'Both solutions fit the point.'
    : `After ${counted(iterations, 'step')} the point is not fitted yet by ${arrived[0] ? 'Adam' : arrived[1] ? 'SGD' : 'either'}: the output is ${output(sgd)} with SGD and ${output(adam)} with Adam, in place of $${tex(point.y)}$.`
  if (point.x1 * point.x2 === 0)
    return `${numbers} ${progress} Only one input is nonzero, so only its weight moves, and its exact value is unique: here the optimizer changes the speed, not the solution.`
  if (Math.abs(point.x1) === Math.abs(point.x2))
    return `${numbers} ${progress} The inputs are of equal size, so both coordinates of the gradient are too, and Adam moves in the same direction as SGD: here the optimizer changes the speed, not the solution.`
  const change = arrived.every(Boolean) ? 'The solution changes.' : 'They move towards different solutions.'
  return `${numbers} ${change} ${adamReason(training)} ${progress}`
}

/** The pair trained with dropout. */
function withDropout({ training, sgd, adam }: OptimizerPair): string {
  const { point, dropRate, start, iterations } = training
  const numbers = `SGD ${shown(sgd)}, Adam ${shown(adam)}`
  if (dropRate === 0)
    return `At drop rate 0 the second pair repeats the first: ${numbers}. Choose a drop rate above 0 to see what dropout changes.`
  const goal = dropoutSolution(point, dropRate)
  const head = String.raw`With dropout ($p = ${dropRate}$): ${numbers}; the formula of part c gives $${texWeights(goal)}$.`
  const fault = instability(training)
  const unique =
    point.x1 * point.x2 === 0
      ? 'Only the weight of the nonzero input moves, and its best value is unique'
      : 'Here the minimiser is unique'
  const rule = `${unique}, so any optimizer that converges finds it, apart from noise. The optimizer changes the path, the speed and the noise around the solution, not the solution itself.`
  if (fault !== null) return `${head} ${fault} ${rule}`
  const first = distance(start, goal)
  const away = [
    { name: 'SGD', end: sgd },
    { name: 'Adam', end: adam },
  ].filter(({ end }) => end === null || distance(end, goal) > 0.1 * first)
  const late =
    away.length === 0
      ? ''
      : ` In this run of ${counted(iterations, 'step')} ${away.map(({ name }) => name).join(' and ')} ended farther away from it than a tenth of the initial distance: the training has not converged, or noise remains.`
  return `${head} ${rule}${late}`
}

/** Where the optimizers ended without and with dropout, and why. */
export function optimizerAnswer(plain: OptimizerPair, dropped: OptimizerPair): readonly string[] {
  const { x1, x2 } = plain.training.point
  if (x1 === 0 && x2 === 0)
    return [
      'Both inputs are zero, so every gradient is zero and no optimizer moves the weights from their start.',
    ]
  return [withoutDropout(plain), withDropout(dropped)]
}
