import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { mostReplayBytes, type OpenedFile } from '#contract/replay.ts'
import { formatBytes } from '#text/bytes.ts'
import type { Replay } from './replay.ts'
import { ReplayError } from './replay-error.ts'

/**
 * Replay files that somebody opens from outside of the page, by a double click say. What came of each waits for the first
 * page that asks, because there may be none yet.
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

  /** Resolves when the file's run is stored, or when it is known why it cannot be. */
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
    if (this.readOnly !== null) return { problem: this.readOnly }
    const name = basename(path).slice(0, 200)
    try {
      const { size } = await stat(path)
      if (size > mostReplayBytes)
        throw new ReplayError(
          `"${name}" has ${formatBytes(size)}; a replay file (.labrun) has at most ${formatBytes(mostReplayBytes)}.`,
        )
      return { run: await this.replay.adopt(await readFile(path), name) }
    } catch (error) {
      if (error instanceof ReplayError) return { problem: error.message }
      return { problem: `"${name}" could not be opened (${(error as Error).message}).` }
    }
  }
}
