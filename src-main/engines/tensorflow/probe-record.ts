import { join } from 'node:path'
import { z } from 'zod'
import { readRecord, writeRecord } from '../probing/record-file.ts'
import { nvidiaDriver } from '../probing/nvidia-driver.ts'
import type { Installation } from './installation.ts'

/** What the probe found: the device it computed on, or why it failed. */
export const probeResultSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('passed'),
    device: z.enum(['CUDA', 'CPU']),
    /** The GPU's name; null for a CPU, if it is not known, and in records of earlier versions. */
    deviceName: z.string().nullable().default(null),
    tensorflow: z.string(),
  }),
  z.strictObject({ outcome: z.literal('failed'), problem: z.string() }),
])
export type ProbeResult = z.infer<typeof probeResultSchema>
export type PassedProbe = Extract<ProbeResult, { outcome: 'passed' }>

/** What the lab says to the process that tries. */
export const toProbeSchema = z.strictObject({ addon: z.string() })

const recordName = 'probe.json'

/**
 * What a probe's result depends on: library, package, platform, driver. Not the Node version: the addon uses
 * Node-API 8, so that what plain Node probed also holds in Electron.
 */
export function probeKey(installation: Installation, packageVersion: string): string {
  const { source, version, installedAt } = installation
  return [
    `${source} ${version} of ${installedAt}`,
    `package ${packageVersion}`,
    `${process.platform} ${process.arch}`,
    `driver ${nvidiaDriver() ?? 'none'}`,
  ].join(', ')
}

/** The remembered result of a probe under the same `key`, or null when there is none. */
export const readProbe = (folder: string, key: string): Promise<ProbeResult | null> =>
  readRecord(join(folder, recordName), key, probeResultSchema)

/** Remembers a result beside the library. */
export const writeProbe = (folder: string, key: string, result: ProbeResult): Promise<void> =>
  writeRecord(join(folder, recordName), key, result)
