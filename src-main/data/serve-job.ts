import { rm } from 'node:fs/promises'
import { downloadPath, fetchArchive } from './cifar10-download.ts'
import { importCifar10, type ImportOptions } from './cifar10-import.ts'
import { DatasetError } from '#datasets/dataset-error.ts'
import type { ParentLink } from '#processes/link.ts'
import { toDataJobSchema, type FromDataJob, type ToDataJob } from './job-protocol.ts'

/** Progress is told about ten times a second. */
const tellEvery = 100

/** The data process behind its line to the lab: one import or download, asked for by `begin`. */
export function serveDataJob(parent: ParentLink): void {
  const abort = new AbortController()
  parent.onMessage((raw) => {
    const message = toDataJobSchema.parse(raw)
    if (message.type === 'cancel') abort.abort()
    else void carryOut(message, abort.signal, (answer) => parent.post(answer))
  })
}

async function carryOut(
  { home, source, fileImages }: Extract<ToDataJob, { type: 'begin' }>,
  signal: AbortSignal,
  send: (message: FromDataJob) => void,
): Promise<void> {
  let toldAt = -Infinity
  const options: ImportOptions = {
    signal,
    fileImages,
    onProgress: (progress) => {
      const now = performance.now()
      if (now - toldAt < tellEvery && progress.done !== progress.total) return
      toldAt = now
      send({ type: 'progress', ...progress })
    },
  }
  try {
    if (typeof source === 'string') await importCifar10(source, home, options)
    else {
      const path = downloadPath(home)
      await fetchArchive(source, path, options)
      await importCifar10(path, home, options)
      await rm(path, { force: true })
    }
    send({ type: 'ended', problem: null })
  } catch (error) {
    send({ type: 'ended', problem: signal.aborted ? null : sentence(error, home) })
  }
}

function sentence(error: unknown, home: string): string {
  if (error instanceof DatasetError) return error.message
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk that holds ${home} is full, so CIFAR-10 was not kept; free 400 MB and try again.`
  return `CIFAR-10 could not be kept in ${home} (${message}); set LAB182_HOME to a folder that can be written.`
}
