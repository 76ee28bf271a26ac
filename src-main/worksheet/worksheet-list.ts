import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { worksheetIdSchema, type WorksheetHead } from '#contract/worksheet.ts'
import { newestBackup } from './backups.ts'
import { DamagedWorksheetError, NewerWorksheetError, readWorksheet, stampOf } from './worksheet-file.ts'

/** Every worksheet in a folder by name; one that cannot be opened with the sentence why. */
export async function listWorksheets(folder: string): Promise<WorksheetHead[]> {
  const names = await readdir(folder).catch(() => [])
  const ids = names.filter((name) => worksheetIdSchema.safeParse(name).success)
  const heads = await Promise.all(ids.map((id) => headIn(folder, id)))
  return heads.flat().sort((a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id, 'en'))
}

async function headIn(folder: string, id: string): Promise<WorksheetHead[]> {
  const file = join(folder, id, 'worksheet.json')
  try {
    const { name, changedAt } = await readWorksheet(file)
    return [{ id, name, changedAt, problem: null }]
  } catch (error) {
    if (error instanceof DamagedWorksheetError) {
      const backup = await newestBackup(join(folder, id, 'backups'))
      if (backup) return [{ id, name: backup.name, changedAt: backup.changedAt, problem: null }]
      // A folder in which nothing was ever saved is none.
      const isThere = (await stampOf(file).catch(() => null)) !== null
      return isThere ? [{ id, name: id, changedAt: null, problem: null }] : []
    }
    const why =
      error instanceof NewerWorksheetError ? error.message : `cannot be read (${(error as Error).message})`
    return [{ id, name: id, changedAt: null, problem: `The worksheet "${id}" ${why}.` }]
  }
}
