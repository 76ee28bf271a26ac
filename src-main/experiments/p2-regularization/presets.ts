import type { Params, Preset, SeriesDeclaration } from '#contract/experiment.ts'
import { mostColumns } from './fields.ts'
import { parts } from './parts.ts'
import { values } from './values.ts'

/** The series of one averaged weight times p. */
export const weightSeries = (j: number): string => `w${j + 1}`

/** The curves. */
export const series: readonly SeriesDeclaration[] = [
  { id: 'estimate', label: 'Monte Carlo estimate', unit: '', role: 'training' },
  { id: 'bandLow', label: '95 % band, lower', unit: '', role: 'validation' },
  { id: 'bandHigh', label: '95 % band, upper', unit: '', role: 'validation' },
  { id: 'closed', label: 'Closed form', unit: '', role: 'theory' },
  { id: 'distance', label: 'Distance of p times the last weights', unit: '', role: 'training' },
  { id: 'averageDistance', label: 'Distance of p times the average', unit: '', role: 'training' },
  { id: 'expectedDistance', label: 'Distance of p times the expected weights', unit: '', role: 'theory' },
  ...Array.from({ length: mostColumns }, (_, j): SeriesDeclaration => ({
    id: weightSeries(j),
    label: `p times the averaged weight ${j + 1}`,
    unit: '',
    role: 'weight',
  })),
]

/** The parts' own settings, where they differ from the fields' defaults. */
const partParams: Readonly<Record<string, Params>> = {
  '2a': { rows: 3, scales: [1, 2] },
  '2b': { scales: [1, 2, 0.5, 4] },
  '2d': { offset: 1 },
}
const partSeries: Readonly<Record<string, readonly string[]>> = {
  '2a': ['estimate', 'bandLow', 'bandHigh', 'closed'],
  // As many weights as the preset's data have columns.
  '2b': ['distance', 'averageDistance', 'expectedDistance', ...[0, 1, 2, 3].map(weightSeries)],
}

export const presets: readonly Preset[] = parts.map(({ id, title }) => {
  const logged = partSeries[id] ?? []
  return {
    id,
    part: id,
    title,
    params: partParams[id] ?? {},
    series: logged,
    tracks: logged.length > 0 ? ['main'] : [],
    values: values.filter((value) => value.part === id).map((value) => value.id),
  }
})
