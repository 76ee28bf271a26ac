import { describe, expect, it } from 'vitest'
import type { LabClient } from '#contract/client.ts'
import { chunkBytes } from '#contract/chunks.ts'
import { uploadReplay } from './upload-replay.ts'

describe('a replay file', () => {
  it('goes to the lab in pieces that one message can carry', async () => {
    const bytes = Uint8Array.from({ length: 2 * chunkBytes + 5 }, (_, at) => at % 251)
    const sent: { from: number; total: number; data: string; upload: string }[] = []
    const request = (_: string, body: (typeof sent)[number]) => {
      sent.push(body)
      return Promise.resolve({ run: sent.length === 3 ? { id: 'r' } : null })
    }
    const client = { request } as unknown as LabClient
    const run = await uploadReplay(client, {
      ...{ name: ' a.labrun ', size: bytes.length },
      slice: (from, to) => ({ arrayBuffer: () => Promise.resolve(bytes.slice(from, to).buffer) }),
    })
    expect(run.id).toBe('r')
    expect(new Set(sent.map(({ upload }) => upload)).size).toBe(1)
    expect(sent.map(({ from }) => from)).toEqual([0, chunkBytes, 2 * chunkBytes])
    const arrived = sent.flatMap(({ data }) => Array.from(atob(data), (sign) => sign.charCodeAt(0)))
    expect(arrived).toEqual(Array.from(bytes))
    expect(Math.max(...sent.map((body) => JSON.stringify(body).length))).toBeLessThan(64 * 1024 - 100)
  })

  it('that is empty or too large is refused before it is read', async () => {
    const client = {} as LabClient
    const file = (size: number) => ({
      name: 'a.labrun',
      size,
      slice: () => ({ arrayBuffer: () => Promise.reject(new Error('read')) }),
    })
    await expect(uploadReplay(client, file(0))).rejects.toThrow('"a.labrun" is empty')
    await expect(uploadReplay(client, file(2 ** 31))).rejects.toThrow('"a.labrun" has 2\u202fGiB')
  })
})
