import { existsSync } from 'node:fs'

/** Bytes of disk that the archive takes while it is installed. */
export const archiveNeeds = 2.5e9

/** True if the wheel is fetched with CUDA's libraries: NVIDIA's driver is loaded. */
export const bringsCuda = (): boolean => process.arch === 'x64' && existsSync('/proc/driver/nvidia/version')

/** Bytes of disk that the wheel takes while it is installed; CUDA's libraries are most of it. */
export const wheelNeeds = (): number => (bringsCuda() ? 10e9 : 1.5e9)
