import { chunkBytes } from '#contract/chunks.ts'
import type { LabClient } from '#contract/client.ts'
import { formatBytes } from '#text/bytes.ts'
import { base64Of } from '../lab/base64.ts'

/** Bytes that may wait for the lab: some seconds of video. */
export const mostWaiting = 64 * 2 ** 20

/** Sends a video to the lab as it is recorded, one piece after the other. */
export class ChunkSender {
  private readonly client: Pick<LabClient, 'request'>
  private readonly recording: string
  private readonly onproblem: (sentence: string) => void
  private sent = 0
  private waiting = 0
  private isBroken = false
  private last: Promise<void> = Promise.resolve()

  constructor(client: Pick<LabClient, 'request'>, recording: string, onproblem: (sentence: string) => void) {
    this.client = client
    this.recording = recording
    this.onproblem = onproblem
  }

  /** Takes the next bytes of the video, which is so many seconds long with them. */
  send(chunk: Blob, seconds: number): void {
    if (this.isBroken || chunk.size === 0) return
    this.waiting += chunk.size
    if (this.waiting > mostWaiting)
      return this.fail(
        `The recording has ended: ${formatBytes(mostWaiting)} of it waited to be written, so the disk is too slow for it. What was written is kept; record with 30 frames a second.`,
      )
    this.last = this.last.then(() => this.pass(chunk, seconds))
  }

  /** Resolves when all that was taken has been written, or a problem was reported. */
  done(): Promise<void> {
    return this.last
  }

  private async pass(chunk: Blob, seconds: number): Promise<void> {
    if (this.isBroken) return
    try {
      const bytes = new Uint8Array(await chunk.arrayBuffer())
      for (let from = 0; from < bytes.length; from += chunkBytes) {
        const piece = bytes.subarray(from, from + chunkBytes)
        const body = { recording: this.recording, from: this.sent, seconds, data: base64Of(piece) }
        await this.client.request('recording.write', body)
        this.sent += piece.length
      }
      this.waiting -= bytes.length
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error))
    }
  }

  private fail(sentence: string): void {
    if (this.isBroken) return
    this.isBroken = true
    this.onproblem(sentence)
  }
}
