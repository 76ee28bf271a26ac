import { readdir, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chunkBytes } from '#contract/chunks.ts'
import { mostPictureBytes, type PictureKind } from '#contract/worksheet.ts'
import { openWorksheetLab } from './worksheet-under-test.testing.ts'

let lab: Awaited<ReturnType<typeof openWorksheetLab>>
beforeEach(async () => (lab = await openWorksheetLab()))
afterEach(() => lab.close())
type Client = ReturnType<typeof lab.page>['client']

const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
}
/** A PNG of this size as far as its header says; its sums are not checked where it is kept. */
function png(width: number, height: number, rest = 0): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', Buffer.concat([deflateSync(Buffer.alloc(9)), Buffer.alloc(rest, 7)])),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>')

async function send(client: Client, bytes: Buffer, kind: PictureKind = 'png', upload = 'one') {
  const total = bytes.length
  const answers = []
  for (let from = 0; from < total; from += chunkBytes) {
    const data = bytes.subarray(from, from + chunkBytes).toString('base64')
    // Not waited for one by one: pieces arrive in the order in which they were sent.
    answers.push(client.request('worksheet.file', { worksheet: 'mine', upload, kind, from, total, data }))
  }
  const files = (await Promise.all(answers)).map(({ file }) => file)
  expect(files.slice(0, -1).every((file) => file === null)).toBe(true)
  return files.at(-1) ?? ''
}
async function fetched(client: Client, file: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for (let from = 0; ;) {
    const { data, total } = await client.request('worksheet.readFile', { worksheet: 'mine', file, from })
    pieces.push(Buffer.from(data, 'base64'))
    from += pieces.at(-1)?.length ?? 0
    if (from >= total) return Buffer.concat(pieces)
  }
}
const opened = async () => {
  const { client } = lab.page()
  await client.request('worksheet.open', { worksheet: 'mine' })
  return client
}
const picture = (client: Client, file: string) =>
  client.request('worksheet.link', {
    worksheet: 'mine',
    cell: '2a',
    link: { kind: 'picture', label: 'By hand', file },
    replace: null,
  })

describe('a picture', () => {
  it('is sent in pieces, comes back to the last byte, and is linked with its size', async () => {
    const client = await opened()
    const bytes = png(30, 20, 300_000)
    const file = await send(client, bytes)
    expect((await fetched(client, file)).equals(bytes)).toBe(true)
    expect(await picture(client, file)).toMatchObject({
      id: 'p1',
      link: { kind: 'picture', width: 30, height: 20, label: 'By hand', file },
      cell: { revision: 0 },
    })
    expect((await picture(client, await send(client, svg, 'svg'))).link).toMatchObject({
      width: 8,
      height: 4,
    })
  })

  it('that is sent twice is one file', async () => {
    const client = await opened()
    expect(await send(client, png(1, 1))).toBe(await send(client, png(1, 1), 'png', 'two'))
    expect(await readdir(lab.worksheets.filesOf('mine'))).toHaveLength(1)
  })

  it.each<[string, Buffer, PictureKind, RegExp]>([
    ['too wide', png(4097, 1), 'png', /4097 × 1 pixels; make it at most 4096/],
    ['a bomb', png(60_000, 60_000), 'png', /60000 × 60000 pixels/],
    ['empty', png(0, 9), 'png', /no whole PNG/],
    ['of another kind', png(1, 1), 'jpg', /no whole JPEG/],
    ['cut off', png(1, 1).subarray(0, -3), 'png', /no whole PNG/],
    ['a text', Buffer.from('hello'), 'webp', /no whole WebP/],
    ['only a beginning', Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), 'webp', /no whole WebP/],
    ['a JPEG without a frame', Buffer.from('\xff\xd8\xff\xe0\0\x02', 'latin1'), 'jpg', /no whole JPEG/],
    ['an SVG with a script', Buffer.from('<svg><script/></svg>'), 'svg', /the SVG .*script|width and height/],
    ['no text', Buffer.from([0xff, 0xfe, 0x00]), 'svg', /not UTF-8/],
  ])('that is %s is refused in a sentence and not kept', async (_, bytes, kind, sentence) => {
    const client = await opened()
    await expect(send(client, bytes, kind)).rejects.toThrow(sentence)
    expect(await readdir(lab.worksheets.filesOf('mine')).catch(() => [])).toEqual([])
  })

  it('is refused where its pieces do not continue each other, or it is too large', async () => {
    const client = await opened()
    const piece = (more: object) =>
      client.request('worksheet.file', {
        worksheet: 'mine',
        upload: 'one',
        kind: 'png',
        from: 0,
        total: 100,
        data: Buffer.alloc(10).toString('base64'),
        ...more,
      })
    expect(await piece({})).toEqual({ file: null })
    await expect(piece({ from: 11 })).rejects.toThrow(/does not continue/)
    await expect(piece({ from: 10 })).rejects.toThrow(/does not continue/)
    await piece({})
    await expect(piece({ from: 10, total: 99 })).rejects.toThrow(/does not continue/)
    await expect(piece({ total: 9 })).rejects.toThrow(/not as long as was announced/)
    await expect(piece({ data: '' })).rejects.toThrow(/not as long/)
    await expect(piece({ total: mostPictureBytes + 1 })).rejects.toThrow(/at most 4 MiB/)
    await expect(piece({ data: 'no base64!' })).rejects.toThrow(/does not know this message/)
    for (const upload of ['a', 'b', 'c', 'd']) await piece({ upload })
    await expect(piece({ upload: 'e' })).rejects.toThrow(/At most 4 pictures/)
  })

  it('that was half sent is forgotten when the page closes', async () => {
    const page = lab.page()
    await page.client.request('worksheet.open', { worksheet: 'mine' })
    const piece = {
      worksheet: 'mine',
      upload: 'one',
      kind: 'png',
      total: 20,
      data: Buffer.alloc(10).toString('base64'),
    } as const
    await page.client.request('worksheet.file', { ...piece, from: 0 })
    page.client.close()
    await expect(lab.page().client.request('worksheet.file', { ...piece, from: 10 })).rejects.toThrow(
      /does not continue/,
    )
  })

  it.each(['../worksheet.json', 'worksheet.json', '..%2fa.png', 'a/b.png'])(
    'is not asked for by a path (%s)',
    async (file) => {
      const client = await opened()
      await expect(
        client.request('worksheet.readFile', { worksheet: 'mine', file, from: 0 }),
      ).rejects.toThrow(/does not know this message/)
      await expect(picture(client, file)).rejects.toThrow(/does not know this message/)
    },
  )

  it('that is not there is not linked', async () => {
    await expect(picture(await opened(), 'none.png')).rejects.toThrow(/no file "none.png"/)
  })
})

it('files that nothing names are cleared away a day later, those of a backup are kept', async () => {
  const client = await opened()
  const files = []
  for (const size of [1, 2, 3, 4]) files.push(await send(client, png(size, 1)))
  const [linked = '', loose = '', young = '', once = ''] = files
  const { id } = await picture(client, linked)
  const saved = { worksheet: 'mine', cell: '2a', base: 0, text: `![By hand](lab:${id})`, isSkipped: false }
  await client.request('worksheet.saveCell', saved)
  await client.request('worksheet.link', {
    worksheet: 'mine',
    cell: '2b',
    link: { kind: 'picture', label: 'Once', file: once },
    replace: null,
  })
  // Deleted from the worksheet by hand: only the state before still names it.
  await client.request('worksheet.link', {
    worksheet: 'mine',
    cell: '2b',
    link: { kind: 'picture', label: 'Another', file: linked },
    replace: 'p1',
  })
  const folder = lab.worksheets.filesOf('mine')
  const old = (await stat(join(folder, linked))).mtimeMs / 1000 - 2 * 86_400
  const torn = `${loose}.1-${'0'.repeat(36)}.new`
  await writeFile(join(folder, torn), 'half')
  for (const file of [linked, loose, once, torn]) await utimes(join(folder, file), old, old)
  const again = await openWorksheetLab(lab.home)
  await again.page().client.request('worksheet.open', { worksheet: 'mine' })
  expect((await readdir(folder)).sort()).toEqual([linked, young, once].sort())
  await again.close()
})
