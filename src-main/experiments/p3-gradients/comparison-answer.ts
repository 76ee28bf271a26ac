import type { Values } from '#contract/samples.ts'
import { tex } from '#text/number-tex.ts'
import { counted } from '#text/words.ts'
import { MissingValue, measured } from '../answer-text.ts'
import type { ComparisonParams } from './comparison-training.ts'
import { comparisonRows, type PoolingMeasures } from './pure/pooling-measures.ts'
import type { PoolKind } from './pure/pooling-stack.ts'
import { comparisonValues as of } from './pure/pooling-values.ts'

/** The comparison on the images. Throws MissingValue for a measure that is defined on none of them. */
function imageMeasures(values: Values): (kind: PoolKind, name: keyof PoolingMeasures) => number {
  const rows = measured(values, of.comparison)
  return (kind, name) => {
    const row = rows.find(({ measure }) => measure === comparisonRows[name])
    const value = kind === 'max' ? row?.maxImages : row?.averageImages
    if (value != null) return value
    throw new MissingValue(
      `“${comparisonRows[name]}” is not defined on any image of this run, so there is nothing to compare; use more images.`,
    )
  }
}

/** Which kind changes less, as a clause. */
function steadier(max: number, average: number): string {
  if (max === average) return 'in this run neither is the steadier'
  return `in this run ${max < average ? 'max' : 'average'} pooling is the steadier`
}

/** Part 3d: the advantages of each, with what was measured on the grid and on the images. */
export function answer3d(values: Values, { layers, spike }: ComparisonParams): string[] {
  const on = imageMeasures(values)
  const images = measured(values, of.images)
  const shown = (kind: PoolKind, name: keyof PoolingMeasures): string => `$${tex(on(kind, name))}$`
  const kept = on('average', 'meanMoved')
  const level = Math.abs(kept) < 1e-12 ? '0 to rounding' : `$${tex(kept)}$`
  const moved = `When an image moves by one pixel, the outputs change by ${shown('max', 'shiftOfSpread')} of their own standard deviation with max pooling and by ${shown('average', 'shiftOfSpread')} with average pooling, so ${steadier(on('max', 'shiftOfSpread'), on('average', 'shiftOfSpread'))}.`
  const outliers =
    on('max', 'bright') > 2 * on('average', 'bright')
      ? 'Max pooling is sensitive to bright outliers; average pooling spreads bright and dark ones alike.'
      : 'Noise this small seldom makes a pixel the largest of its block; larger noise shows that max pooling is sensitive to bright outliers, while average pooling spreads bright and dark ones alike.'
  return [
    `Measured on $${tex(images)}$ grey images with ${counted(layers, 'layer')}. Max pooling keeps the strongest response of a block, wherever in the block it is. Its gradient is not diluted (norm kept ${shown('max', 'normKept')}) but reaches only ${shown('max', 'share')} of the pixels: only the maxima learn. It is not linear, so it adds to the functions that the network can compute.`,
    `Average pooling uses every pixel (share ${shown('average', 'share')}) and is linear, but it dilutes the gradient (norm kept ${shown('average', 'normKept')}) and blurs sharp features. It keeps the mean level: mean of outputs minus mean of pixels is ${level}, against ${shown('max', 'meanMoved')} with max pooling, which brightens.`,
    `${moved} Max pooling has the advantage when a single strong response moves within its window, because that changes nothing; when the whole picture moves, other pixels become the largest.`,
    `A noisy pixel, brighter by $${tex(spike)}$ times the range from black to white, passes through max pooling with ${shown('max', 'bright')} of its size and through average pooling with ${shown('average', 'bright')}; a darker one with ${shown('max', 'dark')} and ${shown('average', 'dark')}. ${outliers}`,
    'The choice depends on what matters: whether a feature is present (max), or how much of it there is, background included (average).',
  ]
}
