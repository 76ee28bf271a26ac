import { stageLabels } from '#experiments/p5-gpu-memory/pure/stages.ts'
import type { BarGroup, BarSeries } from '../../charts/chart-props.ts'
import { formatNumber } from '#text/numbers.ts'
import type { StageReading } from './stage-table.ts'

export const waterfallSeries: readonly BarSeries[] = [
  { label: 'held', color: '7' },
  { label: 'taken at this stage', color: '6' },
  { label: 'given back', color: '5', isHollow: true },
]

const signed = (growth: number): string => (growth > 0 ? `+${formatNumber(growth)}` : formatNumber(growth))

/** The stages before anything has been read. */
const waiting: readonly BarGroup[] = Object.values(stageLabels).map((label) => ({
  label,
  values: [null, null, null],
}))

/**
 * The readings of a training as a waterfall, in MiB: what was held at its start, what each stage added, and the
 * highest. On a GPU it stands on what the device held before the trainer, known from the first reading of both.
 */
export function waterfallGroups(readings: readonly StageReading[] | null): readonly BarGroup[] {
  if (!readings || readings.length === 0) return waiting
  const stages = readings.map(({ stage, trainerMiB, deviceMiB }) => ({
    label: stage ?? '',
    held: trainerMiB ?? 0,
    device: deviceMiB,
  }))
  const first = stages.find(({ device }) => device !== null)
  const before = first?.device == null ? null : first.device - first.held
  const base = before ?? 0
  const [start, ...others] = stages
  const ground: BarGroup =
    before === null
      ? { label: start?.label ?? '', values: [start?.held ?? null, null, null] }
      : { label: 'GPU before the trainer', values: [before, null, null] }
  let level = base + (start?.held ?? 0)
  const rest = others.map(({ label, held }): BarGroup => {
    if (label === stageLabels.highest) return { label, values: [base + held, null, null] }
    const from = level
    const growth = base + held - from
    level = base + held
    return {
      label,
      from,
      values: growth >= 0 ? [null, growth, null] : [null, null, growth],
      endLabel: signed(growth),
    }
  })
  return [ground, ...rest]
}
