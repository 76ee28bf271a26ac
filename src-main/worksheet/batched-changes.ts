import type { Worksheet } from '#contract/worksheet.ts'
import type { WorksheetDisk } from './worksheet-disk.ts'

/** Given what is on disk: what to write (null: nothing) and what to answer. It may be asked twice. */
export type Change<T> = (
  worksheet: Worksheet,
  now: string,
) => { readonly next: Worksheet | null; readonly answer: T }

interface Asked {
  /** Gives the next state and what reports that it is kept. */
  apply(worksheet: Worksheet, now: string): { readonly next: Worksheet | null; readonly done: () => void }
  reject(error: unknown): void
}

/** Changes of worksheets: those that are asked for while the disk is busy are written together by the next save. */
export class BatchedChanges {
  private readonly disk: WorksheetDisk
  private readonly now: () => Date
  private readonly waiting = new Map<string, Asked[]>()

  constructor(disk: WorksheetDisk, now: () => Date) {
    this.disk = disk
    this.now = now
  }

  /** Resolves with the answer once the change is on disk; rejects with what `change` throws, or why it is not written. */
  ask<T>(id: string, change: Change<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const asked: Asked = {
        apply: (worksheet, now) => {
          const { next, answer } = change(worksheet, now)
          return { next, done: () => resolve(answer) }
        },
        reject,
      }
      const waiting = this.waiting.get(id)
      if (waiting) return void waiting.push(asked)
      this.waiting.set(id, [asked])
      void this.write(id)
    })
  }

  private take(id: string): Asked[] {
    const waiting = this.waiting.get(id) ?? []
    this.waiting.delete(id)
    return waiting
  }

  private async write(id: string): Promise<void> {
    let taken: Asked[] | null = null
    try {
      const done = await this.disk.alone(id, async (claim) => {
        taken ??= this.take(id) // where the lock was lost meanwhile, the same ones again
        const now = this.now()
        const before = await this.disk.read(id, claim, now)
        let worksheet = before
        const settled = taken.map((asked) => {
          try {
            const { next, done } = asked.apply(worksheet, now.toISOString())
            worksheet = next ?? worksheet
            return done
          } catch (error) {
            return () => asked.reject(error)
          }
        })
        if (worksheet !== before) await this.disk.write(worksheet, claim, now)
        return settled
      })
      for (const settle of done) settle()
    } catch (error) {
      for (const { reject } of taken ?? this.take(id)) reject(error)
    }
  }
}
