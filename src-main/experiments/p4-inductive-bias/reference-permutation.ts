import type { Values } from '#contract/samples.ts'
import { mean } from '#numeric/statistics.ts'
import type { Problem4Params } from './fields.ts'
import { clearBelow, rankTrend } from './rank-trend.ts'
import {
  accuraciesListed,
  alike,
  counted,
  hasAny,
  lastRows,
  listed,
  paired,
  pending,
  percent,
  points,
  stripesSentence,
  troubleSentence,
} from './reference-text.ts'
import type { KernelRow } from './table-rows.ts'
import { kernelLayout, rowsOf, stripesLayout } from './tables.ts'

function comparison(values: Values): string {
  const [cnn, mlp] = (['cnn', 'mlp'] as const).map((network) => lastRows(values['4e.accuracy'], network))
  const both = paired(cnn ?? [], mlp ?? [])
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
      `It is ahead with ${listed(ahead.map((pair) => pair.perClass))}: with so few images the MLP memorises, while the CNN at least tells images without a band by their constant brightness.`,
    )
  return sentences.join(' ')
}

/** Means over the trainings that are not stuck, by kernel size. */
function kernelMeans(rows: readonly KernelRow[]): { readonly kernel: number; readonly accuracy: number }[] {
  const sizes = [...new Set(rows.flatMap(({ kernel }) => kernel ?? []))].sort((a, b) => a - b)
  return sizes.flatMap((kernel) => {
    const good = rows.filter((row) => row.kernel === kernel && !row.isStuck)
    const accuracies = good.flatMap(({ accuracy }) => accuracy ?? [])
    return accuracies.length > 0 ? [{ kernel, accuracy: mean(accuracies) }] : []
  })
}

/** Which way the accuracy goes with the kernel size, where the trainings are enough to tell. */
function trendSentence(rows: readonly KernelRow[]): string {
  const pairs = rows.flatMap(({ kernel, accuracy, isStuck }): [number, number][] =>
    kernel === null || accuracy === null || isStuck ? [] : [[kernel, accuracy]],
  )
  const trend = rankTrend(pairs)
  if (!trend) return 'No clear trend can be told from so few trainings.'
  const told = `Kendall’s rank correlation of size and accuracy over these ${pairs.length} trainings is ${Number(trend.tau.toFixed(2))}, p = ${trend.p < 0.001 ? 'below 0.001' : Number(trend.p.toFixed(3))}`
  if (trend.p >= clearBelow)
    return `There is no clear trend in these runs (${told}; a trend is named below ${clearBelow}): more seeds or epochs may show one.`
  return trend.tau > 0
    ? `Accuracy rises with the kernel size, and falls as it shrinks (${told}).`
    : `Accuracy falls with the kernel size in these runs (${told}).`
}

/** "1 of 16 trainings of a CNN, at kernel size 7". */
function whichKernels(some: readonly KernelRow[], of: number): string {
  const sizes = [...new Set(some.flatMap(({ kernel }) => kernel ?? []))].sort((a, b) => a - b)
  return `${some.length} of ${counted(of, 'training')} of a CNN, at kernel size ${listed(sizes)}`
}

function sweepSentence(rows: readonly KernelRow[]): string {
  const means = kernelMeans(rows)
  const filtered = rows.filter(({ kernel }) => kernel !== null)
  const stuck = filtered.filter((row) => row.isStuck)
  const atChance = filtered.filter((row) => row.isAtChance)
  const diverged = filtered.filter(({ accuracy }) => accuracy === null)
  const of = filtered.length
  const [first] = rows
  const seeds = listed([...new Set(rows.map(({ seed }) => seed))].sort((a, b) => a - b))
  const setting = first
    ? `${counted(first.perClass, 'image')} a class, ${counted(first.epochs, 'epoch')}, seeds ${seeds}`.replace(
        /seeds (\d+)$/,
        'seed $1',
      )
    : ''
  const shown = listed(means.map(({ kernel, accuracy }) => `${percent(accuracy)} at ${kernel}`))
  const measured =
    means.length > 0
      ? `Kernel sizes (${setting}), mean of the trainings that are not stuck: ${shown}. ${trendSentence(rows)}`
      : `Kernel sizes (${setting}): every training is stuck or diverged, so there is no accuracy to compare.`
  const young =
    atChance.length > 0
      ? ` Still at chance after ${counted(first?.epochs ?? 0, 'epoch')}: ${whichKernels(atChance, of)}; they are part of the means, and too few epochs may be the whole reason.`
      : ''
  const lost =
    stuck.length > 0
      ? ` Stuck at chance, with the same probabilities for every image: ${whichKernels(stuck, of)}; their accuracy says nothing about the kernel size, so they are left out of the means.`
      : ' No training is stuck.'
  const gone = diverged.length > 0 ? ` Diverged, and in no mean either: ${whichKernels(diverged, of)}.` : ''
  const mlp = rows.filter(({ network }) => network === 'mlp').flatMap(({ accuracy }) => accuracy ?? [])
  const beside = mlp.length > 0 ? ` The MLP reaches ${percent(mean(mlp))}.` : ''
  return `(ii) ${measured}${young}${lost}${gone}${beside} A filter of one pixel knows only brightness, and small ones see pixels that have nothing to do with each other; a larger filter holds more of the permuted image at once, and one as large as the image would be a fully connected layer, to which the order of the pixels means nothing.`
}

/** Part 4e: permuted pixels, kernel size, and kernels without structure; from either preset or both. */
export function answer4e(values: Values, params: Problem4Params): string[] {
  if (!hasAny(values, ['4e.accuracy', '4e.kernelSweep'])) return [pending]
  const kernels = rowsOf(values['4e.kernelSweep'], kernelLayout)
  const sweep =
    kernels.length > 0 ? sweepSentence(kernels) : '(ii) Run the sweep over kernel sizes to see this answer.'
  if (!('4e.accuracy' in values)) return [sweep]
  const [cnn, mlp] = (['cnn', 'mlp'] as const).map((network) => lastRows(values['4e.accuracy'], network))
  if (!cnn?.length || !mlp?.length) return [pending]
  const trouble = troubleSentence([...cnn, ...mlp])
  const stripes = rowsOf(values['4e.kernels'], stripesLayout)
  return [
    `(i) After ${counted(cnn[0]?.epochs ?? params.epochs, 'epoch')}, CNN: ${accuraciesListed(cnn)}. MLP: ${accuraciesListed(mlp)}. ${comparison(values)} The permutation destroys locality: neighbouring pixels have nothing to do with each other, so a filter that is shared over all places, and averaged, has nothing to find but how bright the pixels are. It can tell a constant image from one with a band, which alone gives 1/3 + 2/3 x 1/2 = 66.7 %, but not one direction from the other. To the MLP a fixed permutation means nothing: it only gives its input weights other numbers, so it does as well as on the images before it. The CNN’s bias is wrong here, and having it costs.`,
    ...(trouble === null ? [] : [trouble]),
    sweep,
    `(iii) They look like noise: there is no spatial structure to learn. ${stripesSentence(stripes, params.kernel)}`,
  ]
}
