import type { Values } from '#contract/samples.ts'
import type { Problem1Params } from './fields.ts'
import { numberOf, percent } from './reference-text.ts'

/** Part 1i: what dropout did to the use of the cheating feature, in the numbers of this run. */
export function answer1i(values: Values, params: Problem1Params): string[] {
  const of = (run: 'p0' | 'p75', name: string): number => numberOf(values, '1i', `${run}.${name}`)
  const share = (run: 'p0' | 'p75', name: string): string => percent(of(run, name) / 100)
  const rate = String(params.dropRate)
  const gain = of('p75', 'clean') - of('p0', 'clean')
  const dead = { p0: of('p0', 'deadClasses'), p75: of('p75', 'deadClasses') }
  const observed =
    gain > 2
      ? `Dropout raised the clean accuracy by ${percent(gain / 100)} of the images: a network that cannot count on any one feature map also has to look at the rest of the picture.`
      : `In this run dropout did not raise the clean accuracy by more than two percent of the images; with fewer steps than the homework's 7820, or with dead classes, the effect may not show. Train longer, or try another seed.`
  const paragraphs = [
    `Without dropout the network is right on ${share('p0', 'cheat')} of the test images that carry the hint and on ${share('p0', 'clean')} of the same images without it; guessing gives 10 %. It has learned to read four pixels, not the pictures. At drop rate ${rate} the two accuracies are ${share('p75', 'cheat')} and ${share('p75', 'clean')}.`,
    `${observed} The hint is still worth much more than the picture: dropping whole activations at random weakens every path, also that of the hint, but the hint is simple and noiseless, and several maps can carry it.`,
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
