import { mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '#files/whole-file.ts'
import {
  clearUnfinished,
  downloadsName,
  findInstallation,
  manifestName,
  unfinishedPrefix,
} from '../installation.ts'
import type { Installation, Manifest, Source } from '../installation.ts'
import { probeAddon, type ProbeOptions } from '../probe.ts'
import { probeKey, writeProbe, type ProbeResult } from '../probe-record.ts'
import { acquireArchive } from './archive.ts'
import { AcquisitionError, type Acquired, type Acquisition } from './acquisition.ts'
import { acquireWheel } from './wheel.ts'

export interface AcquireOptions extends Omit<Acquisition, 'folder' | 'downloads'> {
  readonly home: string
  readonly source: Source
  /** The built probe-child entry. */
  readonly probeEntry: ProbeOptions['entry']
}

const sources: Readonly<Record<Source, (acquisition: Acquisition) => Promise<Acquired>>> = {
  archive: acquireArchive,
  wheel: acquireWheel,
}

/**
 * Fetches a native library into an unfinished folder, tries it there in a process of its own, and only then puts
 * it in its place; whatever goes wrong before, and Ctrl-C, leaves what was installed as it was, and
 * what was fetched for the next attempt. Throws
 * AcquisitionError with a sentence, or the signal's reason when cancelled.
 */
export async function acquire(
  options: AcquireOptions,
): Promise<{ installation: Installation; probe: ProbeResult }> {
  const { home, source, signal, jsPackage } = options
  const parent = await clearUnfinished(home)
  const folder = await mkdtemp(join(parent, unfinishedPrefix))
  try {
    const acquired = await sources[source]({ ...options, folder, downloads: join(parent, downloadsName) })
    const manifest: Manifest = {
      ...acquired,
      packageVersion: jsPackage.version,
      installedAt: new Date().toISOString(),
    }
    options.say('Trying it in a process of its own ...')
    const probe = await probeAddon(join(folder, acquired.addon), { entry: options.probeEntry, signal })
    if (probe.outcome === 'failed')
      throw new AcquisitionError(
        `TensorFlow ${acquired.version} was fetched but cannot be used here (${probe.problem}), so it was thrown away; try "--from ${source === 'wheel' ? 'archive' : 'wheel'}", or use the engine "onnx".`,
      )
    await writeProbe(folder, probeKey({ ...manifest, folder }, jsPackage.version), probe)
    // On the disk itself: an empty one after a power cut would hide hundreds of megabytes that are there.
    await writeWhole(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
    signal.throwIfAborted()
    const installed = join(parent, acquired.version)
    const old = await findInstallation(home)
    // The old one gives way only now; between these lines at most the rename can fail.
    await rm(installed, { recursive: true, force: true })
    await rename(folder, installed)
    if (old && old.folder !== installed) await rm(old.folder, { recursive: true, force: true })
    return { installation: { ...manifest, folder: installed }, probe }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}
