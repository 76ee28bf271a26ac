/** The colours of a chart by what they mean; style/tokens.css has them for the page, print-palette.ts for paper. */
import type { SeriesColor } from './trace.ts'

export const inkNames = [
  'surface',
  'text',
  'text-quiet',
  'grid',
  'hairline',
  'edge',
  'crosshair',
  'diverged',
  'accent',
  'accent-soft',
  'theory',
  'series-cnn',
  'series-mlp',
  'series-third',
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
  'series-7',
  'series-8',
] as const
export type Ink = (typeof inkNames)[number]
export type Palette = Readonly<Record<Ink, string>>

/** The token a series colour is drawn with. */
export const inkOf = (color: SeriesColor): Ink => (color === 'theory' ? 'theory' : `series-${color}`)
