import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { standingDefaultSchema, type StandingDefault } from '#contract/engines.ts'
import { writeWhole } from '#files/whole-file.ts'

/** The lab chooses for each network. */
export const automaticDefault: StandingDefault = { engine: 'auto', device: 'auto', problem: null }

const fileSchema = z.strictObject({
  engine: standingDefaultSchema.shape.engine,
  device: standingDefaultSchema.shape.device,
})

const defaultPath = (home: string): string => join(home, 'engines', 'default.json')

/** The engine and device of runs that name none. A file that cannot be read counts as automatic, and its problem says so. */
export async function readDefault(home: string): Promise<StandingDefault> {
  const path = defaultPath(home)
  try {
    const chosen = fileSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    return { ...chosen, problem: null }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return machineDefault()
    return {
      ...automaticDefault,
      problem: `The default engine is not known, because "${path}" cannot be read; choose it again.`,
    }
  }
}

/**
 * What an administrator has set for who has chosen nothing: LAB182_ENGINE, "onnx cpu" (an engine and its device).
 * Automatic where nothing is set.
 */
function machineDefault(env: NodeJS.ProcessEnv = process.env): StandingDefault {
  const [engine, device = 'auto'] = env['LAB182_ENGINE']?.split(' ') ?? []
  return engine ? { engine, device, problem: null } : automaticDefault
}

/** Keeps the default in the lab's data folder. Rejects with the file system's error. */
export async function writeDefault(home: string, engine: string, device: string): Promise<void> {
  const path = defaultPath(home)
  // Where an administrator has set another one, automatic is a choice too.
  if (engine === 'auto' && machineDefault() === automaticDefault) return rm(path, { force: true })
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeWhole(path, `${JSON.stringify({ engine, device })}\n`)
}
