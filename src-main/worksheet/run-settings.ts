/** How a run is named where its numbers are used: by its settings, its engine and its data. */
import { engineOnDevice } from '#contract/devices.ts'
import type { NamedField, ParamValue } from '#contract/fields.ts'
import type { EngineDescription, RunRequest, RunSummary } from '#contract/runs.ts'
import type { Slot } from '#experiments/part.ts'
import { formatShort } from '#text/numbers.ts'

type Given = RunRequest['params']

/** Lists up to this length are written out. */
const longestList = 8

function valueWords({ unit = '' }: NamedField, value: ParamValue): string {
  const behind = unit === '' ? '' : ` ${unit}`
  if (typeof value === 'number') return `${formatShort(value)}${behind}`
  if (typeof value === 'string') return value
  if (value.length > longestList) return `a list of ${value.length} numbers`
  return `${value.map((each) => formatShort(each)).join(', ')}${behind}`
}

/** The settings that are not the homework's, in words: "Batch size 64, Learning rate 0.01"; empty where all are. */
export function changedSettings(slot: Slot, params: Given): string {
  const changed = slot.fields.flatMap((field) => {
    const value = params[field.name]
    return value === undefined || JSON.stringify(value) === JSON.stringify(slot.homework[field.name])
      ? []
      : [`${field.label} ${valueWords(field, value)}`]
  })
  return changed.join(', ')
}

/** "onnx 1.30.0 on AMD EPYC 7763 (CPU)". */
export const engineWords = (engine: EngineDescription): string =>
  engineOnDevice({ ...engine, name: [engine.name, engine.version].filter(Boolean).join(' ') })

/** The data of a run in words; null where its parameters are its data. */
export const dataWords = ({ dataNote, dataHash }: Pick<RunSummary, 'dataNote' | 'dataHash'>): string | null =>
  dataNote ?? (dataHash === null ? null : `SHA-256 ${dataHash.slice(0, 12)}…`)

/** What stands under a figure of a run: run, seed, setting, engine and data, a sentence each. */
export function runSentences(slot: Slot, run: RunSummary): readonly string[] {
  const changed = changedSettings(slot, run.request.params)
  const usual = slot.defaultsAre === 'ours' ? 'the usual setting' : 'the homework’s setting'
  const setting = changed === '' ? usual : `not ${usual} (${changed})`
  const ended = run.status === 'completed' ? '' : ` (${run.status})`
  const data = dataWords(run)
  return [
    `Part ${slot.part}, ${run.name}${ended}, seed ${run.request.seed}, ${setting}.`,
    `Trained by ${engineWords(run.engine)}.`,
    ...(data === null ? [] : [`Data: ${data}.`]),
  ]
}
