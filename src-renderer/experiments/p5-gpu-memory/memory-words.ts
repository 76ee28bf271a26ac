import type { Device } from '#contract/devices.ts'
import { memoryLabels, type MemoryLabel } from '#experiments/p5-gpu-memory/pure/stages.ts'
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
const softwareWords: MemoryWords = {
  ...hostWords,
  sentence:
    'This GPU is a program on the CPU, so its memory is host memory: the readings are the resident set of the trainer process, the memory of the imitated GPU included.',
}
const unifiedWords: MemoryWords = {
  ...hostWords,
  sentence:
    'CPU and GPU share the memory of this machine (unified memory), so the readings are the resident set of the trainer process. Memory that the driver keeps outside the process is not measured.',
}
const gpuWordsBy = (source: string): MemoryWords => ({
  isGpu: true,
  axis: 'GPU memory (MiB)',
  sentence: `The readings are of the GPU memory held by the trainer process, as reported by ${source}.`,
})
const deviceWords: MemoryWords = {
  isGpu: true,
  axis: 'GPU memory (MiB)',
  sentence:
    'The driver does not report memory by process, so the readings are of the whole GPU less what was used before the trainer started.',
}

export function wordsOf(device: Device | null, label: MemoryLabel | null): MemoryWords {
  if (device?.isSoftware && (label === null || label === memoryLabels.host)) return softwareWords
  switch (label) {
    case null:
      return device?.kind === 'gpu' ? gpuWordsBy('the driver') : hostWords
    case memoryLabels.host:
      return hostWords
    case memoryLabels.unified:
      return unifiedWords
    case memoryLabels.gpuDevice:
      return deviceWords
    case memoryLabels.gpuProcess:
      return gpuWordsBy('nvidia-smi')
    case memoryLabels.gpuProcessLinux:
      return gpuWordsBy('the Linux kernel')
    case memoryLabels.gpuProcessWindows:
      return gpuWordsBy('the performance counters of Windows')
  }
}

/** Which memory the readings of a part's run are of, or would be; `label` is what a table of the run says. */
export function memoryWords(lab: LabState, part: PartState, label: MemoryLabel | null = null): MemoryWords {
  return wordsOf(part.run?.head.engine.device ?? lab.engineFor(part.slot)?.device ?? null, label)
}
