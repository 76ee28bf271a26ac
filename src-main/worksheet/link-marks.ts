import { engineOnDevice } from '#contract/devices.ts'
import { slotKey, type RunSummary } from '#contract/runs.ts'
import type { Column, ValueDeclaration } from '#contract/values.ts'
import type { Mark, Provenance } from '#contract/worksheet.ts'
import type { Slot } from '#experiments/part.ts'

/** Where a linked value comes from, apart from the run: its declaration and, of a table's cell, its column. */
export interface Linked {
  readonly slot: Slot | null
  readonly declaration?: ValueDeclaration | undefined
  readonly column?: Column | undefined
}

/** Does the run differ from the homework's setting? False where the handout gives none. */
function isAnotherSetting(slot: Slot, params: RunSummary['request']['params']): boolean {
  if (slot.defaultsAre === 'ours' && slot.homework === slot.defaults) return false
  return slot.fields.some(({ name, default: usual }) => {
    const homework = slot.homework[name]
    // Which data was taken for "auto" is said of the data.
    return homework !== 'auto' && JSON.stringify(params[name] ?? usual) !== JSON.stringify(homework)
  })
}

function isHostMemory({ declaration, column }: Linked, { engine }: RunSummary): boolean {
  const memory = column?.isMemory === false || column?.kind === 'text' ? undefined : declaration?.memoryOf
  return memory === 'host' || (memory === 'trainer' && engine.device?.kind !== 'gpu')
}

/** What must stand beside a value of this run. */
export function marksOf(run: RunSummary, linked: Linked): Mark[] {
  const { slot, declaration, column } = linked
  const marks: Record<Mark, boolean> = {
    synthetic: run.dataNote?.startsWith('synthetic') ?? false,
    'host memory': isHostMemory(linked, run),
    predicted: declaration?.isPredicted === true || column?.isPredicted === true,
    stopped: run.status === 'stopped' || run.status === 'interrupted',
    failed: run.status === 'failed',
    diverged: run.hasDiverged,
    'not the homework’s setting': slot !== null && isAnotherSetting(slot, run.request.params),
  }
  return (Object.keys(marks) as Mark[]).filter((mark) => marks[mark])
}

/** Where a value of this run comes from, as it is now. */
export const provenanceOf = (run: RunSummary, linked: Linked): Provenance => ({
  run: run.id,
  runName: run.name,
  slot: slotKey(run.request),
  seed: run.request.seed,
  params: run.request.params,
  engine:
    `${engineOnDevice(run.engine)}${run.engine.version === '' ? '' : `, version ${run.engine.version}`}`.slice(
      0,
      400,
    ),
  dataNote: run.dataNote,
  marks: marksOf(run, linked),
  measuredAt: run.endedAt ?? run.createdAt,
})
