/** The reference answers to 4e (i) and (iii): permuted pixels, and kernels without structure. */
import {
  accuraciesListed,
  alike,
  counted,
  lastRows,
  listed,
  paired,
  paragraphs,
  percent,
  points,
  stripedFilters,
  stripesSentence,
  troubleSentence,
} from './answer-words.ts'
import type { AccuracyRow, StripesRow } from './pure/tables.ts'

/** Percent: images without a band by their constant brightness, and a coin for the direction of the others. */
const byBrightness = 100 * (1 / 3 + 2 / 3 / 2)
/** Percent of its training images that a network classifies where it is said to know them by heart. */
const byHeart = 99

function comparison(cnn: readonly AccuracyRow[], mlp: readonly AccuracyRow[]): string {
  const both = paired(cnn, mlp)
  const behind = both.filter(({ first, second }) => first < second - alike)
  const ahead = both.filter(({ first, second }) => first > second + alike)
  const sentences: string[] = []
  if (behind.length > 0) {
    const worst = behind.reduce((a, b) => (b.second - b.first > a.second - a.first ? b : a))
    sentences.push(
      `The CNN is behind with ${listed(behind.map((pair) => pair.perClass))} images a class${behind.length > 1 ? `, most with ${worst.perClass}` : ''}: by ${points(worst.second - worst.first)}. Its bias is wrong here, and that costs accuracy.`,
    )
  } else if (both.length > 0)
    sentences.push('The CNN is not behind the MLP at any number of images in this run.')
  if (ahead.length > 0) {
    const knows = ahead.every(
      ({ perClass }) => (mlp.find((row) => row.perClass === perClass)?.trainAccuracy ?? 0) >= byHeart,
    )
    sentences.push(
      `It is ahead with ${listed(ahead.map((pair) => pair.perClass))}${knows ? ': there the MLP has memorised its few training images and generalises little' : ''}.`,
    )
  }
  return sentences.join(' ')
}

/** What the CNN has found, judged by the most that brightness alone would give. */
function foundSentence(cnn: readonly AccuracyRow[]): string {
  const best = Math.max(...cnn.flatMap(({ accuracy }) => accuracy ?? []))
  const alone = `An image without a band is constant, so its brightness identifies it; guessing the direction of the others gives 1/3 + 2/3 × 1/2 = ${percent(byBrightness)}`
  if (!Number.isFinite(best)) return `${alone}.`
  return best > byBrightness + alike
    ? `${alone}. The best CNN of this run reaches ${percent(best)}, so it has found more than brightness: a filter of many pixels holds several that lay in one band before the permutation.`
    : `${alone}. No CNN of this run is clearly above that: none has learned to tell the directions reliably.`
}

/** 4e (i): which network suffers, and why. */
export function permutationAnswer(accuracy: readonly AccuracyRow[] | null): readonly string[] {
  const cnn = lastRows(accuracy, 'cnn')
  const mlp = lastRows(accuracy, 'mlp')
  return paragraphs(
    `After ${counted(cnn[0].epochs, 'epoch')}, CNN: ${accuraciesListed(cnn)}. MLP: ${accuraciesListed(mlp)}. ${comparison(cnn, mlp)}`,
    `The permutation destroys locality: neighbouring pixels are no longer related, so sharing one filter over all places and averaging its responses, the CNN’s bias, no longer fits the images. ${foundSentence(cnn)} A fixed permutation makes no difference to the MLP: it only renumbers its inputs, and their initial weights are random, so the MLP can be expected to do as well as on the images as drawn.`,
    troubleSentence([...cnn, ...mlp]),
  )
}

/** 4e (iii): the kernels. */
export function noiseKernelsAnswer(stripes: readonly StripesRow[] | null, side: number): readonly string[] {
  const { striped, all } = stripedFilters(stripes)
  const look =
    all === 0
      ? 'They can be expected to look like noise'
      : striped === 0
        ? 'They look like noise'
        : striped === all
          ? 'They are striped in this run, which is unexpected'
          : `${all - striped} of ${all} look like noise, and ${striped} ${striped === 1 ? 'is' : 'are'} striped in this run`
  return paragraphs(
    `${look}: neighbouring pixels of a permuted image are unrelated, so there is no spatial structure to learn, and a stripe in a filter is not an edge in an image. ${stripesSentence(stripes, side)}`,
  )
}
