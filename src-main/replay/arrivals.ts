import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { DemoError, demoEnding, mostDemoBytes, readDemo } from '#contract/demo.ts'
import { mostReplayBytes, type OpenedFile } from '#contract/replay.ts'
import { formatBytes } from '#text/bytes.ts'
import type { Replay } from './replay.ts'
import { ReplayError } from './replay-error.ts'

/**
 * Replay files and demos that somebody opens from outside of the page, by a double click say. What came of each waits for
 * the first page that asks, because there may be none yet.
 */
export class Arrivals {
  private readonly replay: Replay
  /** Why nothing can be stored; null where it can. */
  private readonly readOnly: string | null
  private readonly tell: () => void
  private waiting: readonly OpenedFile[] = []

  constructor(replay: Replay, readOnly: string | null, tell: () => void) {
    this.replay = replay
    this.readOnly = readOnly
    this.tell = tell
  }

  /** Resolves when the file's run is stored or its demo is read, or when it is known why it cannot be. */
  async open(path: string): Promise<void> {
    const opened = await this.opened(path)
    this.waiting = [...this.waiting, opened]
    this.tell()
  }

  take(): readonly OpenedFile[] {
    const { waiting } = this
    this.waiting = []
    return waiting
  }

  private async opened(path: string): Promise<OpenedFile> {
    const name = basename(path).slice(0, 200)
    try {
      if (path.toLowerCase().endsWith(demoEnding)) {
        const text = (await contentOf(path, mostDemoBytes, 'a demo')).toString('utf8')
        readDemo(text)
        return { demo: text }
      }
      if (this.readOnly !== null) return { problem: this.readOnly }
      const bytes = await contentOf(path, mostReplayBytes, 'a replay file (.labrun)')
      return { run: await this.replay.adopt(bytes, name) }
    } catch (error) {
      if (error instanceof DemoError) return { problem: `"${name}": ${error.message}` }
      if (error instanceof ReplayError) return { problem: error.message }
      return { problem: `"${name}" could not be opened (${(error as Error).message}).` }
    }
  }
}

/** The bytes of a file that may have so many. Rejects with ReplayError if it has more. */
async function contentOf(path: string, most: number, what: string): Promise<Buffer> {
  const { size } = await stat(path)
  if (size > most)
    throw new ReplayError(
      `"${basename(path)}" has ${formatBytes(size)}; ${what} has at most ${formatBytes(most)}.`,
    )
  return readFile(path)
}
