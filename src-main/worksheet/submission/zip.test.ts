import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkZip } from './check-files.ts'
import { readZip, ZipWriter } from './zip.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lab182-'))))
afterEach(() => rm(folder, { recursive: true }))

const long = 'a line of samples\r\n'.repeat(50_000)

async function written(): Promise<Buffer> {
  const path = join(folder, 'a.zip')
  const file = await open(path, 'w')
  const zip = new ZipWriter(file)
  await zip.add('homework.md', Buffer.from('# é'))
  await zip.add('samples/R1.csv', [long.slice(0, 100), long.slice(100)])
  await zip.add('figures/R1.png', new Uint8Array(700_000).fill(7))
  await zip.add('empty', [])
  await zip.end()
  await file.close()
  return readFile(path)
}

it('reads back what was written, packed or as it is', async () => {
  const zip = await written()
  const entries = Object.fromEntries(readZip(zip).map(({ name, bytes }) => [name, Buffer.from(bytes)]))
  expect(Object.keys(entries)).toEqual(['homework.md', 'samples/R1.csv', 'figures/R1.png', 'empty'])
  expect(entries['homework.md']?.toString('utf8')).toBe('# é')
  expect(entries['samples/R1.csv']?.toString('utf8')).toBe(long)
  expect(entries['figures/R1.png']?.length).toBe(700_000)
  expect(checkZip(zip, ['homework.md'])).toBe('4 files, of them 0 replay files, checksums right')
})

it('finds an entry with one bit changed, a missing one, and a torn file', async () => {
  const zip = await written()
  const at = zip.indexOf(Buffer.alloc(20, 7))
  zip[at] = 6
  expect(() => readZip(zip)).toThrow('figures/R1.png is damaged')
  expect(() => checkZip(zip.subarray(0, zip.length - 30), [])).toThrow('its directory is missing')
  expect(() => readZip(Buffer.alloc(0))).toThrow('its directory is missing')
  zip[at] = 7
  expect(() => checkZip(zip, ['homework.pdf'])).toThrow('homework.pdf is missing')
})
