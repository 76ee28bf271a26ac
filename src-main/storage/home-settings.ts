import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '#files/whole-file.ts'

/** What holds for a data folder, whichever page or terminal opens it; unknown keys of other versions are kept. */
const settingsSchema = z.looseObject({
  /** Somebody has seen the tour of the lab, or passed over it. */
  isTourSeen: z.boolean().catch(false),
})
export type HomeSettings = z.infer<typeof settingsSchema>

const fileOf = (home: string): string => join(home, 'settings.json')

/** The settings of a data folder; the defaults where it keeps none that can be read. */
export async function readHomeSettings(home: string): Promise<HomeSettings> {
  const text = await readFile(fileOf(home), 'utf8').catch(() => '{}')
  try {
    return settingsSchema.parse(JSON.parse(text))
  } catch {
    return settingsSchema.parse({})
  }
}

/** Rejects with a sentence where they cannot be kept. */
export async function changeHomeSettings(home: string, change: Partial<HomeSettings>): Promise<void> {
  const settings = { ...(await readHomeSettings(home)), ...change }
  await writeWhole(fileOf(home), `${JSON.stringify(settings, null, 1)}\n`).catch((error: Error) => {
    throw new Error(`The settings could not be kept in "${home}" (${error.message}); free some space.`)
  })
}
