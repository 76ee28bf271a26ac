/** The reference answers to 4e (i) and (iii): permuted pixels, and kernels without structure. */
import {
  accuraciesListed,
  alike,
  counted,
  lastRows,
  listed,
  paired,
  paragraphs,
  points,
  stripesSentence,
  troubleSentence,
} from './answer-words.ts'
import type { AccuracyRow, StripesRow } from './pure/tables.ts'

function comparison(cnn: readonly AccuracyRow[], mlp: readonly AccuracyRow[]): string {
  const both = paired(cnn, mlp)
  const behind = both.filter(({ first, second }) => first < second - alike)
  const ahead = both.filter(({ first, second }) => first > second + alike)
  const sentences = []
  if (behind.length > 0) {
    const worst = behind.reduce((a, b) => (b.second - b.first > a.second - a.first ? b : a))
    sentences.push(
      `The CNN is behind with ${listed(behind.map((pair) => pair.perClass))} images a class${behind.length > 1 ? `, most with ${worst.perClass}` : ''}: by ${points(worst.second - worst.first)}.`,
    )
  } else sentences.push('The CNN is not behind the MLP at any number of images of this run.')
  if (ahead.length > 0)
    sentences.push(
      `It is ahead with ${listed(ahead.map((pair) => pair.perClass))}: with so few images the MLP memorises, while the CNN can at least recognise images without a band by their constant brightness.`,
    )
  return sentences.join(' ')
}

/** 4e (i): which network suffers, and why. */
export function permutationAnswer(accuracy: readonly AccuracyRow[] | null): readonly string[] {
  const cnn = lastRows(accuracy, 'cnn')
  const mlp = lastRows(accuracy, 'mlp')
  return paragraphs(
    `After ${counted(cnn[0].epochs, 'epoch')}, CNN: ${accuraciesListed(cnn)}. MLP: ${accuraciesListed(mlp)}. ${comparison(cnn, mlp)} The permutation destroys locality: neighbouring pixels are no longer related, so a filter that is shared over all places, and averaged, can find nothing but how bright the pixels are. It can distinguish a constant image from one with a band, which alone gives 1/3 + 2/3 × 1/2 = 66.7 %, but not one direction from the other. A fixed permutation makes no difference to the MLP: it only renumbers its inputs, so the MLP does as well as on the images as drawn. The CNN’s bias is wrong here, and that costs accuracy.`,
    troubleSentence([...cnn, ...mlp]),
  )
}

/** 4e (iii): the kernels. */
export const noiseKernelsAnswer = (stripes: readonly StripesRow[] | null, side: number): readonly string[] =>
  paragraphs(
    `They look like noise: there is no spatial structure to learn. ${stripesSentence(stripes, side)}`,
  )
