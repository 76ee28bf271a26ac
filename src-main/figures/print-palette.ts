import type { Palette } from './ink.ts'

/** The light colours of style/tokens.css, for figures on paper: the same whatever theme the lab is shown in. */
export const printPalette: Palette = {
  surface: '#ffffff',
  text: '#1a1e23',
  'text-quiet': '#59626d',
  grid: '#eceef1',
  hairline: '#e2e5e9',
  edge: '#818a95',
  crosshair: '#59626d',
  diverged: '#c62a2a',
  accent: '#4f46e5',
  'accent-soft': '#eeedfd',
  theory: '#767f8b',
  'series-cnn': '#0072b2',
  'series-mlp': '#d55e00',
  'series-third': '#009e73',
  'series-1': '#0072b2',
  'series-2': '#d55e00',
  'series-3': '#009e73',
  'series-4': '#b05a90',
  'series-5': '#a87400',
  'series-6': '#2a8ac7',
  'series-7': '#3d444d',
  'series-8': '#968c00',
}
