import type { Params, Preset, SeriesDeclaration } from '#contract/experiment.ts'
import { parts } from './parts.ts'
import { values } from './values.ts'

const ofPart: Readonly<
  Record<string, { readonly tracks: readonly string[]; readonly series: readonly SeriesDeclaration[] }>
> = {
  // A step is an image.
  '3a': {
    tracks: ['images'],
    series: [
      { id: 'loss', label: 'Loss on each image', unit: '', role: 'training' },
      { id: 'distance', label: 'Distance to the filter', unit: '', role: 'weight' },
    ],
  },
  // A step is an image side n.
  '3b': {
    tracks: ['sizes'],
    series: [
      { id: 'deviation', label: 'Standard deviation of dw', unit: '', role: 'training' },
      { id: 'deviationTheory', label: 'Standard deviation, derived', unit: '', role: 'theory' },
      { id: 'variance', label: 'Variance of dw', unit: '', role: 'training' },
      { id: 'varianceTheory', label: 'Variance, derived', unit: '', role: 'theory' },
      { id: 'mean', label: 'Mean of dw', unit: '', role: 'weight' },
    ],
  },
  // A step is a layer, counted from the output.
  '3c': {
    tracks: ['max', 'average'],
    series: [
      { id: 'share', label: 'Share of nonzeros', unit: '', role: 'training' },
      { id: 'shareTheory', label: 'Share of nonzeros, derived', unit: '', role: 'theory' },
      { id: 'norm', label: 'Gradient norm', unit: '', role: 'weight' },
      { id: 'normTheory', label: 'Gradient norm, derived', unit: '', role: 'theory' },
    ],
  },
  // A step is an image; each value is the mean over the images so far.
  '3d': {
    tracks: ['max', 'average'],
    series: [
      { id: 'shift', label: 'Change by a shift', unit: '', role: 'weight' },
      { id: 'bright', label: 'Change by a bright pixel', unit: '', role: 'weight' },
      { id: 'dark', label: 'Change by a dark pixel', unit: '', role: 'weight' },
    ],
  },
}

/** The curves of all parts. */
export const series: readonly SeriesDeclaration[] = Object.values(ofPart).flatMap((part) => part.series)

/** The parts' own settings, where they differ from the fields' defaults. */
const partParams: Readonly<Record<string, Params>> = { '3d': { trainImages: 200 } }

export const presets: readonly Preset[] = parts.map(({ id, title }) => ({
  id,
  part: id,
  title,
  params: partParams[id] ?? {},
  series: (ofPart[id]?.series ?? []).map((line) => line.id),
  tracks: ofPart[id]?.tracks ?? [],
  values: values.filter((value) => value.part === id).map((value) => value.id),
}))
