import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { runHeadSchema, type RunHead } from '#contract/run-head.ts'
import { runIdSchema } from '#contract/runs.ts'
import { writeWhole } from '#files/whole-file.ts'
import { forEachRecord } from './record-lines.ts'

const lineSchema = z.strictObject({
  id: runIdSchema,
  /** Of the run.json that the head was read from; null: the run is gone. */
  stamp: z.string().nullable(),
  head: runHeadSchema.nullable(),
})
type Line = z.infer<typeof lineSchema>

const linesTogether = 200

/** A head, and the state of the file it was read from. */
export interface Indexed {
  readonly head: RunHead
  readonly stamp: string
}

/** The heads of ended runs in one file, so that a lab need not read every folder before it shows a list. It holds
 * nothing that the folders do not, so it may be deleted, be damaged or be out of date. */
export class IndexFile {
  private readonly path: string
  private lines = 0
  private isDamaged = false

  constructor(home: string) {
    this.path = join(home, 'run-index.ndjson')
  }

  /** What was written last of each run. A file that cannot be read is an empty one. */
  async read(): Promise<Map<string, Indexed>> {
    const known = new Map<string, Indexed>()
    const take = ({ id, stamp, head }: Line): void => {
      this.lines++
      if (stamp === null || head === null) known.delete(id)
      else known.set(id, { stamp, head })
    }
    this.isDamaged = await forEachRecord(this.path, lineSchema, take).then(
      (lost) => lost > 0,
      () => true,
    )
    return known
  }

  /** Adds what changed; `all` is called for the whole where the file has to be written anew. */
  async write(
    changed: readonly Indexed[],
    gone: readonly string[],
    all: () => readonly Indexed[],
  ): Promise<void> {
    const text = (lines: readonly Line[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    const lineOf = ({ head, stamp }: Indexed): Line => ({ id: head.id, stamp, head })
    const more: Line[] = [...changed.map(lineOf), ...gone.map((id) => ({ id, stamp: null, head: null }))]
    if (more.length === 0 && !this.isDamaged) return
    const whole = all()
    if (!this.isDamaged && this.lines + more.length <= 2 * whole.length + 100) {
      for (let at = 0; at < more.length; at += linesTogether)
        await appendFile(this.path, text(more.slice(at, at + linesTogether)), { mode: 0o600 })
      this.lines += more.length
      return
    }
    await writeWhole(this.path, async (file) => {
      // In pieces, so that the lab answers while ten thousand of them are written.
      for (let at = 0; at < whole.length; at += linesTogether)
        await file.writeFile(text(whole.slice(at, at + linesTogether).map(lineOf)))
    })
    this.lines = whole.length
    this.isDamaged = false
  }
}
