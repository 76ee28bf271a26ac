import { engineOnDevice } from '#contract/devices.ts'
import type { RunRequest } from '#contract/runs.ts'
import type { Slot } from '#experiments/part.ts'
import { runDifferences } from './run-differences.ts'
import type { RunState } from './run.svelte.ts'

const settingOf = (slot: Slot, request: RunRequest): string => {
  const of = (params: Slot['defaults']): string =>
    runDifferences(slot.fields, request, { ...request, params: params as RunRequest['params'] })
  if (slot.homework !== slot.defaults && of(slot.homework) === 'same settings')
    return 'the homework’s setting'
  const differences = of(slot.defaults)
  const usual =
    slot.homework !== slot.defaults
      ? 'the short setting'
      : slot.defaultsAre === 'ours'
        ? 'the usual setting'
        : 'the homework’s setting'
  return differences === 'same settings' ? usual : `${usual} but for ${differences}`
}

/** Where the numbers of a slot's pictures come from: part, run, seed, setting, engine and data, a sentence each. */
export function runCaption(
  slot: Slot,
  run: Pick<RunState, 'head'> | null,
  form: Pick<RunRequest, 'params' | 'seed'>,
): readonly string[] {
  const request = run?.head.request ?? { ...form, part: slot.part, slot: slot.id, engine: 'auto' }
  const setting = settingOf(slot, request)
  if (!run) return [`Part ${slot.part}, not run; drawn with ${setting}, seed ${request.seed}.`]
  const { version } = run.head.engine
  const ended = run.head.status === 'completed' ? '' : ` (${run.head.status})`
  return [
    `Part ${slot.part}, ${run.head.name}${ended}, seed ${request.seed}, ${setting}.`,
    ...(version === '' ? [] : [`Trained by ${engineOnDevice(run.head.engine)}, version ${version}.`]),
    ...(run.head.origin === null ? [] : [`Opened from the file ${run.head.origin.file}.`]),
    ...(run.head.dataNote === null ? [] : [`Data: ${run.head.dataNote}.`]),
  ]
}
