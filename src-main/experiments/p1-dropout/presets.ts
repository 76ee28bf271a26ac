import type { Params, Preset } from '#contract/experiment.ts'
import type { SeriesDeclaration } from '#contract/experiment.ts'
import { fields } from './fields.ts'
import { imageParams, imageSeries, imageTracks } from './image-fields.ts'
import { parts } from './parts.ts'
import { values } from './values.ts'

/** The curves; each sample holds the state before the update of that step, and the last one that after all. */
const weightSeries: readonly SeriesDeclaration[] = [
  { id: 'loss', label: 'Training loss', unit: '', role: 'training' },
  { id: 'expectedLoss', label: 'Expected loss', unit: '', role: 'theory' },
  { id: 'w1', label: 'w1', unit: '', role: 'weight' },
  { id: 'w2', label: 'w2', unit: '', role: 'weight' },
]
export const series: readonly SeriesDeclaration[] = [...weightSeries, ...imageSeries]

/** The parts' own settings, where they differ from the fields' defaults. */
const partParams: Readonly<Record<string, Params>> = {
  '1e': { batchSize: 1024 },
  '1f': { batchSize: 1024 },
  '1g': { batchSize: 1024, iterations: 10_000, logEvery: 10 },
  '1h': { batchSize: 1024, iterations: 10_000, logEvery: 10 },
  ...imageParams,
}

const defaults: Params = Object.fromEntries(fields.map((field) => [field.name, field.default]))

/** The id of the track that trains at this drop rate in the sweep ("rate-0.1"). */
export const rateTrack = (dropRate: number): string => `rate-${dropRate}`

/** The drop rates of the sweep, each once, smallest first. */
export function sweepRates(params: Params): readonly number[] {
  const { sweepRates: rates } = params
  return Array.isArray(rates) ? [...new Set<number>(rates)].sort((a, b) => a - b) : []
}

/** The tracks of one part with these parameters. */
export function partTracks(part: string, params: Params): readonly string[] {
  if (part === '1b' || part === '1d' || part === '1e') return ['main']
  if (part === '1f') return ['plain', 'dropout']
  if (part === '1g') return sweepRates(params).map(rateTrack)
  if (part === '1h') return ['sgd0', 'adam0', 'sgd50', 'adam50']
  return part === '1i' ? imageTracks : []
}

/** The parts that a preset runs: its own, or for the preset "all" every part but i, which takes minutes. */
export function partsOf(presetId: string): readonly string[] {
  if (presetId === 'all') return parts.map((part) => part.id).filter((part) => part !== '1i')
  return [presetId === '1i-homework' ? '1i' : presetId]
}

/**
 * The parameters of one part within a run. In the preset "all" every part takes its own settings, and a
 * parameter moved from the value that "all" shows replaces it in every part.
 */
export function paramsOfPart(part: string, presetId: string, params: Params): Params {
  if (presetId !== 'all') return params
  const isMoved = (name: string): boolean => JSON.stringify(params[name]) !== JSON.stringify(defaults[name])
  const own = Object.entries(partParams[part] ?? {}).filter(([name]) => !isMoved(name))
  return { ...params, ...Object.fromEntries(own) }
}

/** The name of a part's track in the samples: with the part before it ("1d.main") where a run has many parts. */
export const sampleTrack = (part: string, presetId: string, track: string): string =>
  presetId === 'all' ? `${part}.${track}` : track

/** The tracks that a run with these parameters logs; `Preset.tracks` lists those of the preset's own. */
export function tracksOf(params: Params, presetId: string): readonly string[] {
  return partsOf(presetId).flatMap((part) =>
    partTracks(part, params).map((track) => sampleTrack(part, presetId, track)),
  )
}

function preset(id: string, part: string, title: string): Preset {
  const isOfImages = part === '1i'
  const params = partParams[id] ?? {}
  const tracks = tracksOf({ ...defaults, ...params }, id)
  const measured = values.filter((value) => partsOf(id).includes(value.part)).map((value) => value.id)
  return {
    id,
    part,
    title,
    params,
    series: tracks.length > 0 ? (isOfImages ? imageSeries : weightSeries).map((line) => line.id) : [],
    tracks,
    values: measured,
    ...(isOfImages ? { isTrainedByEngine: true } : {}),
  }
}

export const presets: readonly Preset[] = [
  ...parts.map((part) => preset(part.id, part.id, part.title)),
  preset('1i-homework', '1i', 'Dropout on real data, the homework’s full setting'),
  preset(
    'all',
    '1',
    'Parts a to h in order, each with its own settings (part i, which takes minutes, has presets of its own)',
  ),
]
