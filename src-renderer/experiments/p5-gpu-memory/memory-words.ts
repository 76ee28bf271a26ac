import type { Device } from '#contract/devices.ts'
import type { Table } from '#contract/samples.ts'
import type { LabState } from '../../lab/lab.svelte.ts'
import type { PartState } from '../../lab/part.svelte.ts'
import { textAt } from '../../lab/run-values.ts'

/** Which memory the readings of a part are of. */
export interface MemoryWords {
  readonly isGpu: boolean
  /** For an axis: "resident set (MiB)". */
  readonly axis: string
  /** A sentence for the top of the view. */
  readonly sentence: string
}

const hostWords: MemoryWords = {
  isGpu: false,
  axis: 'resident set (MiB)',
  sentence:
    'No GPU trains here: readings are of host memory, the resident set of the trainer process. Figures of a GPU are not measured, and predictions for one are labelled predicted.',
}
const gpuWords: MemoryWords = {
  isGpu: true,
  axis: 'GPU memory (MiB)',
  sentence: 'Readings are of the GPU’s memory held by the trainer process, as nvidia-smi tells it.',
}
const deviceWords: MemoryWords = {
  isGpu: true,
  axis: 'GPU memory (MiB)',
  sentence:
    'The driver does not tell processes apart: readings are of the whole GPU less what was used before the trainer started.',
}

/** From the engine's device, and from a table of readings where there is one. */
export function wordsOf(device: Device | null, table: Table | null): MemoryWords {
  const told = table?.rows.map((row) => textAt(table, row, 'memory of')).find((text) => text !== '')
  if (told === undefined) return device?.kind === 'gpu' ? gpuWords : hostWords
  if (told.includes('whole device')) return deviceWords
  return told.startsWith('GPU') ? gpuWords : hostWords
}

/** Which memory the readings of a part's run are of, or would be. */
export function memoryWords(lab: LabState, part: PartState, table: Table | null): MemoryWords {
  const device = part.run?.summary.engine.device ?? lab.engineFor(part.slot)?.device ?? null
  return wordsOf(device, table)
}
