import { readFileSync } from 'node:fs'

/** Version of NVIDIA's kernel driver on Linux ("550.54.14"); null without one, and on other systems. */
export function nvidiaDriver(): string | null {
  try {
    return readFileSync('/sys/module/nvidia/version', 'utf8').trim()
  } catch {
    return null
  }
}
