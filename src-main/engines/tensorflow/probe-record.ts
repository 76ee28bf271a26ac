import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '#files/whole-file.ts'
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

const recordSchema = z.strictObject({ key: z.string(), result: probeResultSchema })
const recordName = 'probe.json'

function nvidiaDriver(): string {
  try {
    return readFileSync('/sys/module/nvidia/version', 'utf8').trim()
  } catch {
    return 'none'
  }
}

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
    `driver ${nvidiaDriver()}`,
  ].join(', ')
}

/** The remembered result of a probe under the same `key`, or null when there is none. */
export async function readProbe(folder: string, key: string): Promise<ProbeResult | null> {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(join(folder, recordName), 'utf8')))
    return record.key === key ? record.result : null
  } catch {
    return null
  }
}

/** Remembers a result beside the library. */
export async function writeProbe(folder: string, key: string, result: ProbeResult): Promise<void> {
  await writeWhole(join(folder, recordName), `${JSON.stringify({ key, result }, null, 2)}\n`)
}
