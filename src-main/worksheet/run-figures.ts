/** The curves of a run as figures on paper: one for each unit of what its slot logs, drawn without the page. */
import type { RunSummary } from '#contract/runs.ts'
import type { SampleBatch } from '#contract/samples.ts'
import type { SeriesDeclaration } from '#contract/series.ts'
import type { Slot } from '#experiments/part.ts'
import { ChartModel, fullRanges } from '#figures/chart-model.ts'
import { drawSvg } from '#figures/draw-svg.ts'
import { figure } from '#figures/figure.ts'
import { printPalette } from '#figures/print-palette.ts'
import type { SeriesColor, Trace } from '#figures/trace.ts'
import { counted } from '#text/words.ts'
import { runSentences } from './run-settings.ts'

export interface RunFigure {
  /** Unique among the figures of the run; part of a file's name. */
  readonly id: string
  readonly title: string
  /** An SVG file of its own, in the colours of paper. */
  readonly svg: string
  /** Where its numbers come from, a sentence each; the last says what was left out, if anything was. */
  readonly caption: readonly string[]
}

/** Traces that one figure shows; more cannot be told apart. */
const mostTraces = 12
const colors: readonly SeriesColor[] = ['1', '2', '3', '4', '5', '6', '7', '8']

interface TrackColumns {
  readonly steps: number[]
  readonly series: Record<string, (number | null)[]>
}

/** The batches of each track joined, in the order in which the tracks first came. */
function columnsByTrack(batches: readonly SampleBatch[]): Map<string, TrackColumns> {
  const tracks = new Map<string, TrackColumns>()
  for (const batch of batches) {
    const track = tracks.get(batch.track) ?? { steps: [], series: {} }
    tracks.set(batch.track, track)
    for (const step of batch.steps) track.steps.push(step)
    for (const [id, values] of Object.entries(batch.series)) {
      const column = (track.series[id] ??= [])
      for (const value of values) column.push(value)
    }
  }
  return tracks
}

/** Series that share an axis: of one unit, and weights apart from losses, which have no unit either. */
function groupsOf(series: readonly SeriesDeclaration[]): SeriesDeclaration[][] {
  const groups = new Map<string, SeriesDeclaration[]>()
  for (const each of series) {
    const key = `${each.unit} ${each.unit === '' && each.role === 'weight' ? 'weight' : ''}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()]
}

/** "Training loss", "w1, w2", "Memory (MiB)": what is measured on an axis, in as few words as tell it. */
function axisLabel(group: readonly SeriesDeclaration[]): string {
  const measured = group.filter(({ role }) => role !== 'theory')
  const labels = (measured.length > 0 ? measured : group).map(({ label }) => label)
  const ends = new Set(labels.map((label) => label.split(' ').at(-1)?.toLowerCase() ?? ''))
  const [end = ''] = ends
  const joined = labels.join(', ')
  const name = labels.length > 1 && ends.size === 1 ? end : joined.length <= 40 ? joined : 'value'
  const unit = group[0]?.unit ?? ''
  return unit === '' ? name : `${name} (${unit})`
}

function tracesOf(group: readonly SeriesDeclaration[], tracks: ReadonlyMap<string, TrackColumns>): Trace[] {
  const shown = [...tracks].flatMap(([track, columns]) =>
    group.flatMap((series) => {
      const y = columns.series[series.id]
      return y === undefined || y.length === 0 ? [] : [{ track, columns, series, y }]
    }),
  )
  const trackNames = [...new Set(shown.map(({ track }) => track))]
  const measured = group.filter(({ role }) => role !== 'theory')
  return shown.map(({ track, columns, series, y }): Trace => {
    const at = trackNames.length > 1 ? trackNames.indexOf(track) : Math.max(0, measured.indexOf(series))
    const isTheory = series.role === 'theory'
    return {
      id: `${track} ${series.id}`,
      label: trackNames.length > 1 ? `${series.label}, ${track}` : series.label,
      color: isTheory ? 'theory' : (colors[at % colors.length] ?? '1'),
      ...(series.role === 'validation' ? { dash: 'dashed' as const } : {}),
      ...(isTheory ? { isTheory } : {}),
      ...(y.length === 1 ? { kind: 'points' as const } : {}),
      x: columns.steps,
      y,
      length: y.length,
      version: y.length,
    }
  })
}

const fileWord = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'value'

/** The figures of a run; none where it logged nothing that its slot declares. */
export function runFigures(
  slot: Slot,
  run: RunSummary,
  batches: readonly SampleBatch[],
): readonly RunFigure[] {
  const tracks = columnsByTrack(batches)
  const sentences = runSentences(slot, run)
  return groupsOf(slot.series).flatMap((group): RunFigure[] => {
    const all = tracesOf(group, tracks)
    if (all.length === 0) return []
    const traces = all.slice(0, mostTraces)
    const leftOut = all.length - traces.length
    const yLabel = axisLabel(group)
    const caption = [
      ...sentences,
      ...(leftOut === 0
        ? []
        : [
            `The figure shows the first ${traces.length} curves; the samples hold ${counted(leftOut, 'further curve')}.`,
          ]),
    ]
    const samplers = new ChartModel().update(traces, null, 0)
    const { x, y } = fullRanges(samplers, { isLogX: false, isLogY: false, annotations: [] })
    const title = `${slot.title}: ${yLabel}`
    const drawn = figure({
      // A symbol ("w1, w2") keeps its case.
      title: /^[a-z]\d/.test(yLabel) ? yLabel : yLabel.charAt(0).toUpperCase() + yLabel.slice(1),
      description: `${traces.map(({ label }) => label).join(', ')} against ${slot.stepUnit}.`,
      xLabel: slot.stepUnit === 'steps' ? 'step' : slot.stepUnit,
      yLabel,
      samplers,
      annotations: [],
      x,
      y,
      isWholeX: true,
      isLogX: false,
      isLogY: false,
      isEqualAspect: false,
    })
    const id = fileWord(group.find(({ role }) => role !== 'theory')?.id ?? group[0]?.id ?? '')
    return [{ id, title, svg: drawSvg(drawn, printPalette), caption }]
  })
}
