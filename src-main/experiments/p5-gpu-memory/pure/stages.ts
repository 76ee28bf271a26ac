/** The stages at which the memory of a training is read, and which memory that is. */

/** In the order in which they come; the last is the highest of all. */
export const stageLabels = {
  start: 'process started',
  engine: 'engine opened',
  network: 'model loaded',
  firstStep: 'after the first step',
  lastStep: 'after the last step',
  highest: 'highest',
} as const
export type StageName = keyof typeof stageLabels
export const stageNames = Object.keys(stageLabels) as readonly StageName[]

/** Which memory a reading is of. */
export const memoryLabels = {
  host: 'host memory (resident set of the trainer)',
  unified: 'unified memory of CPU and GPU (resident set of the trainer)',
  gpuProcess: 'GPU memory of the trainer (nvidia-smi, by process)',
  gpuProcessLinux: 'GPU memory of the trainer (Linux kernel, by process)',
  gpuProcessWindows: 'GPU memory of the trainer (Windows performance counters, by process)',
  gpuDevice: 'GPU memory, whole device less what was used before the trainer started',
} as const
export type MemoryKind = keyof typeof memoryLabels
/** As it is written in the tables of runs. */
export type MemoryLabel = (typeof memoryLabels)[MemoryKind]

/** Is this memory that a GPU has for itself? */
export const isOfGpu = (kind: MemoryKind): boolean => kind !== 'host' && kind !== 'unified'

/** Does the text of a table's cell name such memory? */
export const isGpuMemory = (label: MemoryLabel): boolean =>
  label !== memoryLabels.host && label !== memoryLabels.unified
