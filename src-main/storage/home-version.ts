/** Which version of the lab wrote a data folder: `home.json` in it, looked at by every host before anything is written. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { writeWholeSync } from '#files/whole-file.ts'

/** Format 1: labs that wrote no `home.json`. */
export const homeFormat = 2

const homeSchema = z.looseObject({ format: z.int().positive() })
const fileOf = (home: string): string => join(home, 'home.json')

/** What brings a folder from the format of its key to the next one. */
export type Migrations = Readonly<Record<number, (home: string) => void>>
const migrations: Migrations = {
  // Runs and worksheets of format 1 are read as they are (runs/older-formats.ts), so only the mark is new.
  1: () => undefined,
}

/** Null: nothing of a lab is there yet. Throws where home.json cannot be read. */
function formatOf(home: string): number | null {
  if (existsSync(fileOf(home))) return homeSchema.parse(JSON.parse(readFileSync(fileOf(home), 'utf8'))).format
  return ['runs', 'worksheets'].some((name) => existsSync(join(home, name))) ? 1 : null
}

/** One sentence: why nothing may be written to this folder; null if it may. */
export function homeProblem(home: string): string | null {
  const remedy = 'update this lab, or name another folder in LAB182_HOME'
  let format: number | null
  try {
    format = formatOf(home)
  } catch (error) {
    const why = (error as Error).message.split('\n')[0] ?? ''
    return `The data folder "${home}" is open read-only, because its file home.json cannot be read (${why.slice(0, 120)}): ${remedy}.`
  }
  if (format === null || format <= homeFormat) return null
  return `The data folder "${home}" was written by a newer Lab 182 (format ${format}, this lab knows ${homeFormat}), so it is open read-only and nothing is run, saved or removed: ${remedy}.`
}

/** What somebody has written or chosen, and no run can give back: worksheets, and the small files at the top. */
function irreplaceable(home: string): string[] {
  const top = readdirSync(home).filter((name) => name.endsWith('.json'))
  const worksheets = existsSync(join(home, 'worksheets')) ? readdirSync(join(home, 'worksheets')) : []
  return [...top, ...worksheets.map((id) => join('worksheets', id, 'worksheet.json'))].filter((path) =>
    existsSync(join(home, path)),
  )
}

function keepBackup(home: string, format: number, now: Date): void {
  const moment = now.toISOString().replace(/[:.]/g, '-')
  const folder = join(home, 'backups', `format-${format}-${moment}`)
  for (const path of irreplaceable(home)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 })
    copyFileSync(join(home, path), join(folder, path))
  }
}

/**
 * Looks at the version of a data folder before anything is written to it. A folder of an older version is brought to this
 * one, after a copy of what somebody has written was put into `backups/`. Returns the sentence why it is read-only, or
 * null.
 */
export function openHome(
  home: string,
  lab: string,
  { steps = migrations, now = new Date() }: { readonly steps?: Migrations; readonly now?: Date } = {},
): string | null {
  const problem = homeProblem(home)
  if (problem !== null) return problem
  const format = formatOf(home)
  if (format === homeFormat) return null
  try {
    if (format !== null) {
      keepBackup(home, format, now)
      for (let at = format; at < homeFormat; at++) steps[at]?.(home)
    }
    writeWholeSync(fileOf(home), `${JSON.stringify({ format: homeFormat, lab })}\n`)
    return null
  } catch (error) {
    // A new folder on a full disk: everything that is written there says so itself.
    if (format === null) return null
    return `The data folder "${home}" is of an older Lab 182 and could not be brought to this version (${(error as Error).message}), so it is open read-only: free some space, or give the lab write permission, and start it again.`
  }
}
