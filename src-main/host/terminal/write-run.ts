import { writeFile } from 'node:fs/promises'
import type { LabClient } from '#contract/client.ts'
import { readLabrun } from '#replay/read-labrun.ts'
import { writeTensorboard } from '#replay/write-tensorboard.ts'
import { counted } from '#text/words.ts'
import type { RunsAction } from './command.ts'

/** Writes a run as a replay file or for TensorBoard; returns the lines to print. Rejects with a sentence. */
export async function writtenRun(
  client: LabClient,
  { run, as, to }: Extract<RunsAction, { kind: 'write' }>,
  isJson: boolean,
): Promise<string[]> {
  const { file, data } = await client.request('replay.save', { run })
  const bytes = Buffer.from(data, 'base64')
  try {
    if (as === 'labrun') {
      await writeFile(to, bytes, { mode: 0o600 })
      return [isJson ? JSON.stringify({ type: 'written', run, file: to }) : `${run} is written to ${to}.`]
    }
    const files = await writeTensorboard(await readLabrun(bytes, file), to)
    return isJson
      ? [JSON.stringify({ type: 'written', run, folder: to, files })]
      : [
          `${counted(files.length, 'event file')} of ${run} in ${to}; open them with "tensorboard --logdir ${to}".`,
        ]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw new Error(`${to} cannot be written (${(error as Error).message}); choose another place.`, {
      cause: error,
    })
  }
}
