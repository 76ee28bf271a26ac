import { readFileSync } from 'node:fs'
import { rm, statfs, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { LabDescription } from '#contract/messages.ts'
import type { GpuReading } from '#contract/telemetry.ts'
import { unofficialNote } from '#datasets/cifar10.ts'
import { findCifar10 } from '#datasets/find-cifar10.ts'
import { listEngines, tryDevices } from '#engines/registry.ts'
import { labVersions } from '#main/lab-versions.ts'
import { examinePolicy, type PolicyReport } from '#policy/policy-report.ts'
import type { StartProcess } from '#processes/link.ts'
import { homeProblem } from '#storage/home-version.ts'
import { listControllers } from '#telemetry/controllers.ts'
import { DeviceReader } from '#telemetry/device-reader.ts'
import { queryNvidiaSmi } from '#telemetry/nvidia-smi.ts'
import { makeFolder } from './home-folder.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { hasDisplay } from './launch/flags.mjs'
import { findChromium } from './print/find-chromium.ts'

/** What one source said of the GPUs, or why it said nothing. */
export interface GpuFinding {
  readonly gpus: readonly GpuReading[]
  readonly problem: string | null
  /** It should have said something; that there is no GPU, or no program, is no fault. */
  readonly isBroken: boolean
}
export interface DoctorReport {
  /** Lab, Node, V8, platform. */
  readonly versions: Readonly<Record<string, string>>
  /** Installed packages that matter at run time; null where one is missing. */
  readonly packages: Readonly<Record<string, string | null>>
  readonly processor: { readonly model: string; readonly cores: number }
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number }
  readonly gpus: { readonly systeminformation: GpuFinding; readonly nvidiaSmi: GpuFinding }
  /** What reports the memory of GPUs by program, and how many of them; a reason where nothing does. */
  readonly gpuMemory: { readonly sources: readonly string[]; readonly problem: string | null }
  readonly engines: LabDescription['engines']
  readonly home: {
    readonly folder: string
    readonly isWritable: boolean
    readonly problem: string | null
    /** A lab of another version wrote it, and this one leaves it alone; `problem` says so. */
    readonly isOther: boolean
    readonly diskFreeBytes: number | null
  }
  readonly policy: PolicyReport
  /** The stored CIFAR-10 in words. */
  readonly cifar10: { readonly isPresent: boolean; readonly words: string }
  /** What makes the PDF of a hand-in; null: nothing. */
  readonly printer: string | null
  readonly display: { readonly isPresent: boolean }
}

/** What is loaded at run time; the rest is built into the lab. */
const packages = ['electron', ...Object.keys(packageJson.dependencies)]
const manifestSchema = z.object({ version: z.string() })
const probeTimeoutMs = 15_000

/** Resolves to what `work` gives, or to `otherwise` when that takes too long or fails. */
async function bounded<T>(work: Promise<T>, otherwise: (why: string) => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(
      () => resolve(otherwise(`no answer within ${probeTimeoutMs / 1000} s`)),
      probeTimeoutMs,
    )
  })
  const failed = (error: unknown): T => otherwise(error instanceof Error ? error.message : String(error))
  return Promise.race([work.catch(failed), late]).finally(() => clearTimeout(timer))
}

/** By the file itself: many packages do not export their package.json. */
function packageVersion(name: string): string | null {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? [])
    try {
      const manifest: unknown = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'))
      return manifestSchema.parse(manifest).version
    } catch {
      // it may be in the next folder
    }
  return null
}

async function askNvidiaSmi(): Promise<{ finding: GpuFinding; hasHung: boolean }> {
  const answer = await queryNvidiaSmi(5000)
  if (answer.kind === 'cards')
    return {
      finding: { gpus: answer.cards, problem: answer.note, isBroken: answer.note !== null },
      hasHung: false,
    }
  const isBroken = answer.kind !== 'missing'
  return { finding: { gpus: [], problem: answer.problem, isBroken }, hasHung: answer.kind === 'hung' }
}

async function askSysteminformation(): Promise<GpuFinding> {
  const gpus = await listControllers()
  return { gpus, problem: gpus.length > 0 ? null : 'it lists no GPU', isBroken: false }
}

/** The same reader as problem 5's. */
async function examineGpuMemory(): Promise<DoctorReport['gpuMemory']> {
  const { gpus, note, isUnified } = await new DeviceReader().read()
  const told = gpus.map(({ name, source, processes }) => {
    const known = processes?.some(({ usedBytes }) => usedBytes !== null)
    if (isUnified) return `${name}: unified memory, measured as the trainer’s resident set`
    return `${name}: by ${source}, ${known || processes?.length === 0 ? 'by program' : 'of the whole GPU only'}`
  })
  return { sources: told, problem: note ?? (told.length === 0 ? 'no GPU reports its memory' : null) }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function examineHome(folder: string): Promise<DoctorReport['home']> {
  const other = homeProblem(folder)
  if (other !== null)
    return {
      folder,
      isWritable: false,
      problem: other,
      isOther: true,
      diskFreeBytes: await freeBytes(folder),
    }
  const trial = join(folder, `.doctor-${process.pid}`)
  try {
    makeFolder(folder)
    await writeFile(trial, 'a file that shows that the folder can be written to')
    await rm(trial)
    return { folder, isWritable: true, problem: null, isOther: false, diskFreeBytes: await freeBytes(folder) }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return { folder, isWritable: false, problem, isOther: false, diskFreeBytes: null }
  }
}

async function examineData(home: string): Promise<DoctorReport['cifar10']> {
  const found = await findCifar10(home)
  if (!found)
    return { isPresent: false, words: 'not available; training on images uses shapes10, which is synthetic' }
  const { header, path } = found
  const images = `${header.train} training and ${header.test} test images`
  const words = `${images} from ${header.source}${header.isOfficial ? '' : `, ${unofficialNote}`}, in ${path}`
  return { isPresent: true, words }
}

/**
 * Looks at everything the lab depends on; `home` is the folder of the runs, where the outcome of a GPU's trial is
 * remembered. Every probe is bounded in time, and one that fails is a finding, so this never rejects. `startProcess`: what
 * a GPU is tried in; without it what is remembered is reported.
 */
export async function examine(home: string, startProcess: StartProcess | null = null): Promise<DoctorReport> {
  const none = (problem: string): GpuFinding => ({ gpus: [], problem, isBroken: true })
  const smi = await askNvidiaSmi()
  // systeminformation runs nvidia-smi too, and would wait for it for ever.
  const systeminformation = smi.hasHung
    ? none('not queried, because it would wait for nvidia-smi, which does not answer')
    : await bounded(askSysteminformation(), none)
  if (startProcess && homeProblem(home) === null)
    await tryDevices(home, { startProcess, signal: new AbortController().signal })
  const unknownHome = { folder: home, isWritable: false, isOther: false, diskFreeBytes: null }
  return {
    versions: labVersions(),
    packages: Object.fromEntries(packages.map((name) => [name, packageVersion(name)])),
    processor: { model: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length },
    memory: { totalBytes: totalmem(), freeBytes: freemem() },
    gpus: { systeminformation, nvidiaSmi: smi.finding },
    gpuMemory: await bounded(examineGpuMemory(), (problem) => ({ sources: [], problem })),
    engines: await listEngines(home),
    home: await bounded(examineHome(home), (problem) => ({ ...unknownHome, problem })),
    policy: examinePolicy(),
    cifar10: await bounded(examineData(home), (words) => ({ isPresent: false, words })),
    printer: process.versions['electron'] === undefined ? findChromium() : 'the Electron window',
    display: { isPresent: hasDisplay(process.platform, process.env) },
  }
}
