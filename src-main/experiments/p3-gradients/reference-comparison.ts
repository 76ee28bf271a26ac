import type { Values } from '#contract/samples.ts'
import { numberOf, tex } from '../answer-text.ts'
import { labelledCell, tableOf } from './answer-values.ts'
import { comparisonRows, type PoolingMeasures } from './pooling-measures.ts'
import type { Problem3Params } from './fields.ts'

/** Part 3d: what speaks for each, with what was measured on the grid and on the images. */
export function answer3d(values: Values, { layers, spike }: Problem3Params): string[] {
  const table = tableOf(values, '3d', 'comparison')
  const images = numberOf(values, '3d', 'images')
  const on = (kind: 'max' | 'average', name: keyof PoolingMeasures): number =>
    labelledCell(table, comparisonRows[name], `${kind}, images`)
  const shown = (kind: 'max' | 'average', name: keyof PoolingMeasures): string => `$${tex(on(kind, name))}$`
  const calmer = on('max', 'shiftOfSpread') < on('average', 'shiftOfSpread') ? 'max' : 'average'
  const kept = on('average', 'meanMoved')
  const level = Math.abs(kept) < 1e-12 ? '0 to rounding' : `$${tex(kept)}$`
  const moved = `When an image moves by one pixel, the outputs change by ${shown('max', 'shiftOfSpread')} of their own spread with max and by ${shown('average', 'shiftOfSpread')} with average pooling, so in this run ${calmer} pooling is the steadier.`
  const outliers =
    on('max', 'bright') > 2 * on('average', 'bright')
      ? 'Max is open to bright outliers; the average spreads bright and dark ones alike.'
      : 'Noise as small as this seldom makes a pixel the largest of its block; larger noise shows that max is open to bright outliers, while the average spreads bright and dark ones alike.'
  return [
    `Measured on $${tex(images)}$ grey images with ${layers} ${layers === 1 ? 'layer' : 'layers'}. Max pooling keeps the strongest response of a block wherever in the block it is. Its gradient is not diluted (norm kept ${shown('max', 'normKept')}) but goes to ${shown('max', 'share')} of the pixels: only the winners learn. It is not linear, so it adds to what the network can compute.`,
    `Average pooling uses every pixel (share ${shown('average', 'share')}) and is linear, but it dilutes the gradient (norm kept ${shown('average', 'normKept')}) and blurs what is sharp. It keeps the mean level: outputs less pixels ${level}, against ${shown('max', 'meanMoved')} with max, which brightens.`,
    `${moved} The advantage of max pooling is for a single strong response that moves within its window, which changes nothing; where the whole picture moves, other pixels come to be the largest.`,
    `A noisy pixel, brighter by $${tex(spike)}$ times the range of its image, comes through max pooling with ${shown('max', 'bright')} of its size and through average pooling with ${shown('average', 'bright')}; a darker one with ${shown('max', 'dark')} and ${shown('average', 'dark')}. ${outliers}`,
    'Which to take depends on what matters: is there such a feature (max), or how much of it, and the background too (average).',
  ]
}
