import type { Params, Preset, SeriesDeclaration } from '#contract/experiment.ts'
import { fields, mostColumns } from './fields.ts'
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

/** The parts that a preset runs: its own, or all four. */
export const partsOf = (presetId: string): readonly string[] =>
  presetId === 'all' ? parts.map(({ id }) => id) : [presetId]

const defaults: Params = Object.fromEntries(fields.map((field) => [field.name, field.default]))

/**
 * The parameters of one part within a run. In the preset "all" every part takes its own settings, and a parameter
 * moved from its default replaces it in every part.
 */
export function paramsOfPart(part: string, presetId: string, params: Params): Params {
  if (presetId !== 'all') return params
  const isMoved = (name: string): boolean => JSON.stringify(params[name]) !== JSON.stringify(defaults[name])
  const own = Object.entries(partParams[part] ?? {}).filter(([name]) => !isMoved(name))
  return { ...params, ...Object.fromEntries(own) }
}

/** The name of a part's one track: with the part before it where a run has several. */
export const trackOf = (part: string, presetId: string): string =>
  presetId === 'all' ? `${part}.main` : 'main'

function preset(id: string, part: string, title: string): Preset {
  const own = partsOf(id)
  const drawn = own.filter((each) => partSeries[each] !== undefined)
  return {
    id,
    part,
    title,
    params: partParams[id] ?? {},
    series: drawn.flatMap((each) => partSeries[each] ?? []),
    tracks: drawn.map((each) => trackOf(each, id)),
    values: values.filter((value) => own.includes(value.part)).map((value) => value.id),
  }
}

export const presets: readonly Preset[] = [
  ...parts.map(({ id, title }) => preset(id, id, title)),
  preset('all', '2', 'Parts a to d in order, each with its own settings'),
]
