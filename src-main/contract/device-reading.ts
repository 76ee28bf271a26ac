/** What the GPUs and the host say about memory at one moment. Bytes everywhere; null is "not told". */
export interface GpuProcess {
  readonly pid: number
  readonly name: string
  /** Null where the driver does not tell it, as on Windows (WDDM). */
  readonly usedBytes: number | null
}

export interface DeviceGpu {
  /** Tells it from the others, in this and later readings: a card that fails may drop out of the list. */
  readonly id: string
  readonly name: string
  readonly driver: string | null
  readonly totalBytes: number | null
  readonly usedBytes: number | null
  /** Programs that compute or draw on it, as far as they may be seen; null where they could not be listed. */
  readonly processes: readonly GpuProcess[] | null
  /** Who reported it: "nvidia-smi", "the Linux kernel (DRM)", "Windows performance counters" ... */
  readonly source: string
}

export interface HostMemory {
  /** Of this process: physical memory that it holds now, and the most since it started. */
  readonly residentBytes: number
  readonly peakResidentBytes: number
  /** What this process could still take, and what the machine (or its container) has. */
  readonly availableBytes: number
  readonly totalBytes: number
}

export interface DeviceReading {
  /**
   * The number under which the GPUs list the process that took the reading; null where they count processes of
   * another system (outside a container), whose numbers say nothing here.
   */
  readonly pid: number | null
  readonly gpus: readonly DeviceGpu[]
  /** Why there are no GPUs, or less about them than there might be, in words; null when all is well. */
  readonly note: string | null
  readonly host: HostMemory
  /** The GPU has no memory of its own: what a process holds for it is in its resident set. */
  readonly isUnified?: boolean
}

export interface DeviceQuestion {
  /** Also asks systeminformation, which knows other makers' GPUs; once is enough, it takes a second and memory. */
  readonly isListing?: boolean
}
