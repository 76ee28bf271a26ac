import { describe, expect, it } from 'vitest'
import type { ServedBeside } from '#runs/served-beside.ts'
import { Arrivals } from './arrivals.ts'
import type { Replay } from './replay.ts'
import { withReplay } from './serve-replay.ts'
import { Uploads } from './uploads.ts'

const piece = (upload: string, from: number, total: number, text: string) => ({
  ...({ id: 1, type: 'replay.open', upload, file: 'a.labrun', from, total } as const),
  data: Buffer.from(text).toString('base64'),
})

describe('files that arrive in pieces', () => {
  it('are whole after their last piece', () => {
    const uploads = new Uploads()
    expect(uploads.take(piece('a', 0, 4, 'ab'))).toBeNull()
    expect(Buffer.from(uploads.take(piece('a', 2, 4, 'cd')) ?? []).toString()).toBe('abcd')
    expect(uploads.held).toBe(0)
  })

  it('are bounded in number and in size together: those that began first are dropped', () => {
    const uploads = new Uploads(100)
    for (const id of ['a', 'b', 'c', 'd']) uploads.take(piece(id, 0, 10, 'x'))
    expect(uploads.held).toBe(30)
    uploads.take(piece('e', 0, 95, 'x'))
    expect(uploads.held).toBe(95)
    expect(() => uploads.take(piece('d', 1, 10, 'x'))).toThrow('did not arrive whole')
    expect(uploads.take(piece('e', 1, 95, 'x'.repeat(94)))).toHaveLength(95)
  })

  it('are a port’s own, and forgotten when it closes', async () => {
    const seen: Uploads[] = []
    const replay = {
      open: (request: Parameters<Replay['open']>[0], uploads: Uploads) => {
        seen.push(uploads)
        return Promise.resolve({ run: uploads.take(request) && null })
      },
    } as unknown as Replay
    const beside: ServedBeside = { answer: () => Promise.reject(new Error('')), close: () => undefined }
    const arrivals = new Arrivals(replay, null, () => undefined)
    const [first, second] = [withReplay(beside, replay, arrivals), withReplay(beside, replay, arrivals)]
    await first.answer(piece('a', 0, 4, 'ab'))
    await second.answer(piece('a', 0, 9, 'ab'))
    expect(seen.map(({ held }) => held)).toEqual([4, 9])
    first.close()
    expect(seen.map(({ held }) => held)).toEqual([0, 9])
  })
})
