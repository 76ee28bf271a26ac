import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** The installed JavaScript package of TensorFlow.js: its folder and version. */
export interface TensorflowPackage {
  readonly folder: string
  readonly version: string
}

/** Said if it is missing. */
export const packageMissing = 'The package @tensorflow/tfjs-node-gpu is not installed; run "npm ci".'

/** Finds @tensorflow/tfjs-node-gpu without loading it; null where it is not installed. */
export function findPackage(): TensorflowPackage | null {
  try {
    const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json')
    if (!existsSync(manifest)) return null
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
    return { folder: dirname(manifest), version }
  } catch {
    return null
  }
}
