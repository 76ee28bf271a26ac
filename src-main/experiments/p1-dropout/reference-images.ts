import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { numberOf, percent } from './reference-text.ts'

/** Percent of the images below which a difference between two accuracies is taken for chance. */
const meaningful = 2

/** Part 1i: what dropout did to the use of the cheating feature, in the numbers of this run. */
export function answer1i(values: Values, params: Problem1Params): string[] {
  const of = (run: 'p0' | 'p75', name: string): number => numberOf(values, '1i', `${run}.${name}`)
  const share = (run: 'p0' | 'p75', name: string): string => percent(of(run, name) / 100)
  const rate = String(params.dropRate)
  const gain = of('p75', 'clean') - of('p0', 'clean')
  /** By how many percent of the images the hint helps each network. */
  const worth = { p0: of('p0', 'cheat') - of('p0', 'clean'), p75: of('p75', 'cheat') - of('p75', 'clean') }
  const learned =
    worth.p0 > meaningful
      ? 'Most of that difference is four pixels that it has learned to read.'
      : 'The two are alike, so it has not learned to read the hint in this run; train longer or on more images.'
  const left =
    worth.p75 > meaningful
      ? ` With dropout the hint is still worth ${percent(worth.p75 / 100)} of the images: dropping whole activations at random weakens every path, also that of the hint, but the hint is simple and noiseless, and several maps can carry it.`
      : ' With dropout the hint makes no clear difference in this run.'
  const dead = { p0: of('p0', 'deadClasses'), p75: of('p75', 'deadClasses') }
  const observed =
    gain > meaningful
      ? `Dropout raised the clean accuracy by ${percent(gain / 100)} of the images: a network that cannot count on any one feature map also has to look at the rest of the picture.`
      : `In this run dropout did not raise the clean accuracy by more than two percent of the images; with fewer steps than the homework's 7820, or with dead classes, the effect may not show. Train longer, or try another seed.`
  const paragraphs = [
    `Without dropout the network is right on ${share('p0', 'cheat')} of the test images that carry the hint and on ${share('p0', 'clean')} of the same images without it; guessing gives 10 %. ${learned} At drop rate ${rate} the two accuracies are ${share('p75', 'cheat')} and ${share('p75', 'clean')}.`,
    `${observed}${left}`,
    'With dropout the validation loss lies below the training loss: the training loss is measured with three quarters (or whatever the rate is) of the activations missing, the validation loss with all of them there.',
  ]
  if (dead.p0 + dead.p75 > 0)
    paragraphs.push(
      `Dead classes in this run: ${dead.p0} without and ${dead.p75} with dropout. The network ends in a ReLU on its outputs, so a class whose output is negative for every image gets no gradient and stays at zero for good. Its images are then all wrong, and the accuracy stops at ten percent less for each such class, whatever dropout does. Another seed gives another number.`,
    )
  else
    paragraphs.push(
      'No class died in this run. The network ends in a ReLU on its outputs, so a class whose output becomes negative for every image gets no gradient any more; with other seeds the accuracy can stop at 80 or 90 % for that reason alone.',
    )
  return paragraphs
}
