import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { pointOf, trainingsOf } from './plan.ts'
import { instability } from './reference-stability.ts'
import { numberOrNull, steps, tex, texWeights } from './reference-text.ts'
import { cleanOutput, distance, dropoutSolution, type Weights } from './theory.ts'

/** The weights that one of the four trainings reached, or null where it diverged. */
function endOf(values: Values, track: string): Weights | null {
  const w1 = numberOrNull(values, '1h', `${track}.w1`)
  const w2 = numberOrNull(values, '1h', `${track}.w2`)
  return w1 === null || w2 === null ? null : { w1, w2 }
}

const shown = (end: Weights | null): string =>
  end ? `$${texWeights(end)}$` : 'diverged (it grew beyond the largest number that can be held)'

/** Why Adam goes elsewhere without dropout, in words that fit these inputs. */
function adamReason(params: Problem1Params): string {
  const point = pointOf(params)
  const { x1, x2, y } = point
  const sum = Math.abs(x1) + Math.abs(x2)
  const equal = { w1: (Math.sign(x1) * y) / sum, w2: (Math.sign(x2) * y) / sum }
  const landing =
    params.start1 === 0 && params.start2 === 0
      ? String.raw`From the origin both weights therefore move by equal amounts, towards $y / (|x_1| + |x_2|)$ in size: $${texWeights(equal)}$.`
      : 'Both weights therefore move by equal amounts from their start, until the point is fitted.'
  return String.raw`Every gradient is a multiple of $x$; SGD follows it, but Adam divides each coordinate by a running size of that same coordinate, and the factor $|x_j|$ cancels. ${landing} Which exact solution comes out is the optimizer's implicit bias.`
}

/** Whether these weights fit the clean point to one part in a hundred of the first residual. */
function isFitted(end: Weights | null, params: Problem1Params): boolean {
  const point = pointOf(params)
  const first = Math.abs(cleanOutput(point, { w1: params.start1, w2: params.start2 }) - point.y)
  return end !== null && Math.abs(cleanOutput(point, end) - point.y) <= 0.01 * first
}

/** The pair trained without dropout. */
function withoutDropout(values: Values, params: Problem1Params): string {
  const point = pointOf(params)
  const [sgd, adam] = [endOf(values, 'sgd0'), endOf(values, 'adam0')]
  const numbers = `Without dropout: SGD ${shown(sgd)}, Adam ${shown(adam)}.`
  const fault = sgdFault('sgd0', params)
  if (fault) return `${numbers} ${fault}`
  if (cleanOutput(point, { w1: params.start1, w2: params.start2 }) === point.y)
    return `${numbers} The start already fits the point, so the gradient is zero and neither optimizer moves.`
  const arrived = [isFitted(sgd, params), isFitted(adam, params)]
  const output = (end: Weights | null): string => (end ? `$${tex(cleanOutput(point, end))}$` : 'none')
  const progress = arrived.every(Boolean)
    ? 'Both ends fit the point.'
    : `After ${steps(params.iterations)} the point is not fitted yet by ${arrived[0] ? 'Adam' : arrived[1] ? 'SGD' : 'either'}: the output is ${output(sgd)} with SGD and ${output(adam)} with Adam, in place of $${tex(point.y)}$.`
  if (point.x1 * point.x2 === 0)
    return `${numbers} ${progress} Only one input is not zero, so only its weight moves, and its exact value is unique: here the optimizer changes the speed, not the solution.`
  if (Math.abs(point.x1) === Math.abs(point.x2))
    return `${numbers} ${progress} The inputs are of equal size, so both coordinates of the gradient are too, and Adam moves in the same direction as SGD: here the optimizer changes the speed, not the solution.`
  const change = arrived.every(Boolean)
    ? 'The solution changes.'
    : 'The solution that they make for is not the same.'
  return `${numbers} ${change} ${adamReason(params)} ${progress}`
}

/** Why SGD is unstable on this track, or nothing. */
function sgdFault(track: string, params: Problem1Params): string {
  const training = trainingsOf('1h', params).find((candidate) => candidate.track === track)
  return (training && instability(training)) ?? ''
}

/** The pair trained with dropout. */
function withDropout(values: Values, params: Problem1Params): string {
  const point = pointOf(params)
  const [sgd, adam] = [endOf(values, 'sgd50'), endOf(values, 'adam50')]
  const numbers = `SGD ${shown(sgd)}, Adam ${shown(adam)}`
  if (params.dropRate === 0)
    return `With the drop rate at 0 the second pair repeats the first: ${numbers}. Choose a drop rate above 0 to see what dropout changes.`
  const goal = dropoutSolution(point, params.dropRate)
  const head = String.raw`With dropout ($p = ${params.dropRate}$): ${numbers}; the formula of part c gives $${texWeights(goal)}$.`
  const fault = sgdFault('sgd50', params)
  const unique =
    point.x1 * point.x2 === 0
      ? 'Only the weight of the input that is not zero moves, and its best value is unique'
      : 'Here the minimiser is unique'
  const rule = `${unique}, so any optimizer that converges finds it, up to noise. The optimizer changes the path, the speed and the noise around the end, not the end.`
  if (fault) return `${head} ${fault} ${rule}`
  const first = distance({ w1: params.start1, w2: params.start2 }, goal)
  const away = [
    { name: 'SGD', end: sgd },
    { name: 'Adam', end: adam },
  ].filter(({ end }) => end === null || distance(end, goal) > 0.1 * first)
  const late =
    away.length === 0
      ? ''
      : ` In this run of ${steps(params.iterations)} ${away.map(({ name }) => name).join(' and ')} ended more than a tenth of the first distance away from it: training not finished, or noise.`
  return `${head} ${rule}${late}`
}

/** Part 1h: the optimizer decides only where the minimiser is not unique. */
export function answer1h(values: Values, params: Problem1Params): string[] {
  if (params.x1 === 0 && params.x2 === 0)
    return [
      'Both inputs are zero, so every gradient is zero and no optimizer moves the weights from their start.',
    ]
  return [withoutDropout(values, params), withDropout(values, params)]
}
