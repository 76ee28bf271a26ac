import { copyFile, link, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Worksheet } from '#contract/worksheet.ts'
import { readWorksheet } from './worksheet-file.ts'

/** Milliseconds between two backups that stay. */
const minimumAge = 60_000
const mostKept = 10
/** What the last save replaced. */
const previousName = 'previous.json'
const namePattern = /^(\d{13})\.json$/

const nameOf = (time: number): string => `${String(Math.max(0, time)).padStart(13, '0')}.json`

async function timesIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .flatMap((name) => namePattern.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a)
}

/**
 * Which of these times (newest first, in milliseconds) to let go of so that `most` are left, whose distances grow with
 * their age: the newest and the oldest stay, and of the others the one goes whose neighbours lie closest for their age.
 */
export function surplus(times: readonly number[], now: number, most = mostKept): number[] {
  const kept = [...times]
  const gone: number[] = []
  while (kept.length > most) {
    let [closest, at] = [Infinity, 1]
    for (let k = 1; k < kept.length - 1; k++) {
      const [younger = 0, older = 0] = [kept[k - 1], kept[k + 1]]
      const relative = (younger - older) / (Math.abs(now - older) + minimumAge)
      if (relative < closest) [closest, at] = [relative, k]
    }
    gone.push(...kept.splice(at, 1))
  }
  return gone
}

/** A second name for a file, or a copy where the file system has no such thing; in the place of what had that name. */
async function keepAs(file: string, folder: string, name: string): Promise<void> {
  const temporary = join(folder, `${name}.${process.pid}.new`)
  await rm(temporary, { force: true })
  await link(file, temporary).catch(() => copyFile(file, temporary))
  await rename(temporary, join(folder, name))
}

/**
 * Keeps what is in `file` before it is replaced: always as the previous state, and for good when the newest such backup
 * is a minute old. For who holds the worksheet's lock. A backup that cannot be made does not stop the save.
 */
export async function keepBackup(file: string, folder: string, now: number): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await keepAs(file, folder, previousName)
    const times = await timesIn(folder)
    if (times[0] !== undefined && Math.abs(now - times[0]) < minimumAge) return
    await keepAs(file, folder, nameOf(now))
    for (const time of surplus(
      [now, ...times].sort((a, b) => b - a),
      now,
    ))
      await rm(join(folder, nameOf(time)), { force: true })
  } catch {
    // The save itself meets the same disk and reports it.
  }
}

/** Every backup that can be read, newest first. */
export async function readBackups(folder: string): Promise<Worksheet[]> {
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name === previousName || namePattern.test(name),
  )
  const read = await Promise.all(names.map((name) => readWorksheet(join(folder, name)).catch(() => [])))
  return read.flat().sort((a, b) => b.changedAt.localeCompare(a.changedAt))
}

/** The newest state among the backups that can be read; null where there is none. */
export const newestBackup = async (folder: string): Promise<Worksheet | null> =>
  (await readBackups(folder))[0] ?? null
