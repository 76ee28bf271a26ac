/** What a row of the run table says about a run. */
import type { RunHead } from '#contract/run-head.ts'
import { slotKey } from '#contract/runs.ts'
import { differingFields, settingWords } from '#contract/setting-words.ts'
import { findPart, slotOf } from '#experiments/problems.ts'
import { formatNumber, formatShort } from '#text/numbers.ts'

/** Measured numbers that a row has room for. */
const mostResults = 3

/** What a part, or a further slot of one, is called; empty where this lab does not have it. */
export function slotTitle({ request }: Pick<RunHead, 'request'>): string {
  const slot = slotOf(request)
  if (!slot) return ''
  return slot.id === 'main' ? (findPart(slot.part)?.part.title ?? slot.title) : slot.title
}

/** The same where there is little room. */
export function shortSlotTitle(run: Pick<RunHead, 'request'>): string {
  const slot = slotOf(run.request)
  return (slot?.id === 'main' ? findPart(slot.part)?.part.shortTitle : undefined) ?? slotTitle(run)
}

/** The name that a person gave; empty where the run has the one it began with. */
export const givenName = (run: Pick<RunHead, 'name' | 'request'>): string =>
  run.name === slotOf(run.request)?.title ? '' : run.name

/** How the settings differ from the default: "batch size 64, learning rate 0.01"; empty where they do not. */
export function differsFromDefault({ request }: Pick<RunHead, 'request'>): string {
  const slot = slotOf(request)
  if (!slot) return ''
  const differing = differingFields(slot.fields, request.params, slot.defaults)
  if (differing.length > 0 && differingFields(slot.fields, request.params, slot.homework).length === 0)
    return 'the homework’s setting'
  return differing.map((field) => settingWords(field, request.params[field.name], formatShort)).join(', ')
}

export interface Result {
  readonly id: string
  readonly label: string
  /** The number with its unit. */
  readonly text: string
}

/** The first few numbers that a run measured, in the order of its part. */
export function resultsOf({ request, headlines }: Pick<RunHead, 'request' | 'headlines'>): readonly Result[] {
  const declared = slotOf(request)?.values ?? []
  return declared
    .flatMap(({ id, label, unit }) => {
      const value = headlines[id]
      return value === undefined ? [] : [{ id, label, text: `${formatNumber(value)} ${unit}`.trimEnd() }]
    })
    .slice(0, mostResults)
}

/** What must stand beside the results, short: "synthetic" of "synthetic: shapes10, not CIFAR-10". */
export const dataTag = ({ dataNote }: Pick<RunHead, 'dataNote'>): string => dataNote?.split(':')[0] ?? ''

/** When a run was started, short: "26 Nov 07:14"; of another year "26 Nov 2025". */
export function startedWords(
  { createdAt }: Pick<RunHead, 'createdAt'>,
  thisYear = new Date().getFullYear(),
): string {
  const date = new Date(createdAt)
  const day = `${date.getDate()} ${date.toLocaleString('en', { month: 'short' })}`
  if (date.getFullYear() !== thisYear) return `${day} ${date.getFullYear()}`
  return `${day} ${date.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`
}

/** A run in a few words, for labels: "1e My run, seed 7, started 3 Jan 10:20". */
export const runWords = (run: RunHead): string =>
  `${slotKey(run.request)} ${run.name}, seed ${run.request.seed}, started ${startedWords(run)}`
