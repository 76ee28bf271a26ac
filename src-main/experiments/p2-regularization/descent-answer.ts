import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { measured, pending } from '../answer-text.ts'
import { values, type DescentParams } from './descent.ts'

/** What a run's distances show: whether it has come near the solution, and what keeps it away. */
function comparison(run: Values): string {
  const [last, average] = [measured(run, values.lastDistance), measured(run, values.distance)]
  const [expected, ofStart] = [
    measured(run, values.expectedDistance),
    measured(run, values.expectedAverageDistance),
  ]
  // The weights start at zero, as far from the solution as it is long.
  const start = Math.hypot(...(values.ridge.of(run) ?? []).map(({ w }) => w ?? NaN))
  if (start === 0)
    return 'The Tikhonov solution is zero, which is where the weights start, so there is nothing to learn.'
  if (expected > start)
    return String.raw`Even the expected weights have moved away, from $${tex(start)}$ at the start to $${tex(expected)}$: the learning rate is too large for these data.`
  if (last > start)
    return String.raw`The last weights are farther away than zero weights, which are at $${tex(start)}$, though the expected ones are at $${tex(expected)}$: with this learning rate and batch size the noise of masks and rows is larger than what is learned.`
  const noise =
    expected < last / 2
      ? 'With a fixed learning rate the last weights keep the noise of the last masks and rows'
      : String.raw`The expected weights of the last step are themselves $${tex(expected)}$ away, so more steps would bring the weights closer`
  if (average <= last / 2 && expected < last / 2) return `${noise}; the average removes most of it.`
  if (average < last) return `${noise}; the average is closer than the last weights.`
  const why =
    ofStart > average / 2
      ? String.raw` because it still contains the first steps, which alone put it $${tex(ofStart)}$ away`
      : ''
  return `${noise}. The average is no closer in this run${why}.`
}

/** The reference answer of part b: the substitution, this run's distances, and the scaling at inference. */
export function descentAnswer(run: Values, { keep, iterations }: DescentParams): string[] {
  const exact = measured(run, values.closedDistance)
  const derivation = String.raw`Write $\check w$ for the weights that dropout learns and substitute $w = p\,\check w$ in part a: $\,{\lVert y - pX\check w\rVert^2} = {\lVert y - Xw\rVert^2}$, and $p{(1-p)}\,\lVert\check\Gamma\check w\rVert^2 = \frac{1-p}{p}\lVert\check\Gamma w\rVert^2$. So $w = p\,\check w$ solves the Tikhonov problem with $\Gamma = \sqrt{(1-p)/p}\;\check\Gamma$; here the factor is $\sqrt{${tex(1 - keep)}/${tex(keep)}} = ${tex(Math.sqrt((1 - keep) / keep))}$.`
  const inference =
    'At inference nothing is dropped, so the weights are multiplied by $p$ to keep the mean output as it was in training. Problem 1 divides the kept inputs by their keep probability in training instead, which learns $p\\,\\check w$ directly.'
  const last = values.lastDistance.of(run)
  if (last === null) return [derivation, reasonOf(run, values.distance) ?? pending, inference]
  return [
    derivation,
    String.raw`Solved exactly, $p\,\check w$ and $w$ are $${tex(exact)}$ apart. After $${tex(iterations)}$ ${iterations === 1 ? 'step' : 'steps'} of SGD the averaged weights times $p$ are $${tex(measured(run, values.distance))}$ from the Tikhonov solution, those of the last step $${tex(last)}$; not multiplied by $p$, the average is $${tex(measured(run, values.unscaledDistance))}$ away. ${comparison(run)}`,
    inference,
  ]
}
