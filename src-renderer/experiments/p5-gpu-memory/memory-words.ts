import type { Device } from '#contract/devices.ts'
import { isGpuMemory, memoryLabels, type MemoryLabel } from '#experiments/p5-gpu-memory/pure/stages.ts'
import type { LabState } from '../../lab/lab.svelte.ts'
import type { PartState } from '../../lab/part.svelte.ts'

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
    'No GPU trains here, so the readings are of host memory: the resident set of the trainer process. GPU memory is not measured; predictions for a GPU are labelled as predicted.',
}
const gpuWords: MemoryWords = {
  isGpu: true,
  axis: 'GPU memory (MiB)',
  sentence: 'The readings are of the GPU memory held by the trainer process, as reported by nvidia-smi.',
}
const deviceWords: MemoryWords = {
  isGpu: true,
  axis: 'GPU memory (MiB)',
  sentence:
    'The driver does not report memory by process, so the readings are of the whole GPU less what was used before the trainer started.',
}

export function wordsOf(device: Device | null, label: MemoryLabel | null): MemoryWords {
  if (label === null) return device?.kind === 'gpu' ? gpuWords : hostWords
  if (label === memoryLabels.gpuDevice) return deviceWords
  return isGpuMemory(label) ? gpuWords : hostWords
}

/** Which memory the readings of a part's run are of, or would be; `label` is what a table of the run says. */
export function memoryWords(lab: LabState, part: PartState, label: MemoryLabel | null = null): MemoryWords {
  return wordsOf(part.run?.head.engine.device ?? lab.engineFor(part.slot)?.device ?? null, label)
}
