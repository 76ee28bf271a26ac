import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { create } from 'tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cifar10Path } from '#datasets/cifar10.ts'
import { importCifar10, type Progress } from './cifar10-import.ts'
import { readImageSets, readTrainImages, storedHeader } from '#datasets/image-file.ts'
import { imageBytes } from '#datasets/labelled-images.ts'
import { folderNames, makeArchive, makeFolder } from './testing/make-cifar10.ts'
import { openDataset } from '#datasets/open-dataset.ts'

const fileImages = 4
let home = ''
let source = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab182-home-'))
  source = mkdtempSync(join(tmpdir(), 'lab182-source-'))
})
afterEach(() => {
  for (const folder of [home, source]) rmSync(folder, { recursive: true, force: true })
})

const run = (path: string, signal = new AbortController().signal, heard: Progress[] = []) =>
  importCifar10(path, home, { signal, fileImages, onProgress: (progress) => heard.push(progress) })
/** Nothing is kept: no data set and no half of one. */
const expectNothingKept = (): void => {
  const folder = dirname(cifar10Path(home))
  expect(readdirSync(home).length === 0 ? [] : readdirSync(folder)).toEqual([])
}

describe.each(['binary', 'python'] as const)('the %s form', (form) => {
  it.each(['archive', 'folder', 'parent of the folder'])(
    'is imported from its %s, byte for byte',
    async (kind) => {
      const { path, sets } = await makeArchive(source, form, fileImages)
      const from = kind === 'archive' ? path : kind === 'folder' ? join(source, folderNames[form]) : source
      const heard: Progress[] = []
      const header = await run(from, undefined, heard)
      expect(header).toMatchObject({ train: 5 * fileImages, test: fileImages })
      expect(header.source).toContain(`${form} form`)
      const stored = await readImageSets(cifar10Path(home))
      expect(
        Buffer.from(stored.train.images).equals(Buffer.concat(sets.slice(0, 5).map((set) => set.images))),
      ).toBe(true)
      expect([...stored.train.labels]).toEqual(sets.slice(0, 5).flatMap((set) => [...set.labels]))
      expect([...stored.test.labels]).toEqual([...(sets[5]?.labels ?? [])])
      expect(Buffer.from(stored.test.images).equals(Buffer.from(sets[5]?.images ?? []))).toBe(true)
      expect(heard.at(-1)).toMatchObject({ phase: 'storing' })
      expect(heard.at(-1)?.done).toBe(heard.at(-1)?.total)
    },
  )

  it.each([
    [
      'a file is missing',
      (folder: string, name: string) => unlinkSync(join(folder, name)),
      /incomplete: .* is missing/,
    ],
    [
      'a file is cut short',
      (folder: string, name: string) => truncateSync(join(folder, name), 3073),
      /damaged|cannot be read/,
    ],
    [
      'a file is another one',
      (folder: string, name: string) => writeFileSync(join(folder, name), 'hello'),
      /damaged|cannot be read/,
    ],
  ])('is refused when %s, and nothing is kept', async (_, spoil, problem) => {
    makeFolder(source, form, fileImages)
    spoil(join(source, folderNames[form]), form === 'binary' ? 'data_batch_3.bin' : 'data_batch_3')
    await expect(run(source)).rejects.toThrow(problem)
    expectNothingKept()
  })
})

describe('an import', () => {
  it('gives both forms of the same images the same hash', async () => {
    const binary = await run((await makeArchive(source, 'binary', fileImages)).path)
    const python = await run((await makeArchive(source, 'python', fileImages)).path)
    expect(python.sha256).toBe(binary.sha256)
  })

  it('refuses a label above 9', async () => {
    makeFolder(source, 'binary', fileImages)
    writeFileSync(join(source, folderNames.binary, 'test_batch.bin'), Buffer.alloc(fileImages * 3073, 10))
    await expect(run(source)).rejects.toThrow(/test_batch.bin is damaged: image 1 has the label 10/)
  })

  it.each([
    ['no such path', '/nowhere/at/all', /There is no file or folder/],
    ['an empty folder', '', /holds no file of CIFAR-10/],
  ])('says what is wrong with %s', async (_, path, problem) => {
    await expect(run(path || source)).rejects.toThrow(problem)
    expectNothingKept()
  })

  it('refuses a file that is no archive, and an archive that is cut short', async () => {
    const text = join(source, 'a.tar.gz')
    writeFileSync(text, 'not an archive')
    await expect(run(text)).rejects.toThrow(/is not a \.tar\.gz or \.tar archive; CIFAR-10 is/)
    const { path } = await makeArchive(source, 'binary', fileImages)
    truncateSync(path, 20_000)
    await expect(run(path)).rejects.toThrow(/cannot be used: .*; get the archive again/)
    expectNothingKept()
  })

  it('refuses links, paths that lead out and archives that grow without end', async () => {
    const make = async (names: string[], options: object = {}): Promise<string> => {
      const file = join(source, 'made.tar.gz')
      await create({ gzip: true, cwd: source, file, ...options }, names)
      return file
    }
    symlinkSync('/etc/passwd', join(source, 'test_batch.bin'))
    await expect(run(await make(['test_batch.bin']))).rejects.toThrow(/is a SymbolicLink, not a plain file/)
    mkdirSync(join(source, 'inside'))
    writeFileSync(join(source, 'data_batch_1.bin'), 'x')
    const cwd = join(source, 'inside')
    await expect(run(await make(['../data_batch_1.bin'], { cwd, preservePaths: true }))).rejects.toThrow(
      /leads out of it/,
    )
    writeFileSync(join(source, 'data_batch_1.bin'), Buffer.alloc(200_000))
    await expect(run(await make(['data_batch_1.bin']))).rejects.toThrow(/has 200000 bytes, and at most/)
    writeFileSync(join(source, 'zeros'), Buffer.alloc(20_000_000))
    await expect(run(await make(['zeros']))).rejects.toThrow(/unpacks to more than/)
    expectNothingKept()
  })

  it('stops when cancelled and keeps the data set that was there', async () => {
    const { path } = await makeArchive(source, 'binary', fileImages)
    const before = await run(path)
    const abort = new AbortController()
    const cancelled = importCifar10(path, home, {
      signal: abort.signal,
      fileImages,
      onProgress: ({ phase }) => phase === 'storing' && abort.abort(),
    })
    await expect(cancelled).rejects.toThrow(/abort/i)
    expect(await storedHeader(cifar10Path(home))).toEqual(before)
    expect(readdirSync(dirname(cifar10Path(home)))).toEqual(['images.bin'])
  })

  it('clears away what a killed import left', async () => {
    mkdirSync(dirname(cifar10Path(home)), { recursive: true })
    // Above the highest process number of Linux.
    writeFileSync(`${cifar10Path(home)}.unfinished-4194999`, 'half')
    await run((await makeArchive(source, 'binary', fileImages)).path)
    expect(readdirSync(dirname(cifar10Path(home)))).toEqual(['images.bin'])
  })
})

describe('openDataset', () => {
  const asked = { trainCount: 7, testCount: 3 }

  it('takes CIFAR-10 where it is, else shapes10, and says which', async () => {
    expect(await openDataset(home, { name: 'auto', ...asked })).toMatchObject({
      name: 'shapes10',
      note: 'synthetic: shapes10, not CIFAR-10',
    })
    await expect(openDataset(home, { name: 'cifar10', ...asked })).rejects.toThrow(
      /not available yet; import/,
    )
    const { path, sets } = await makeArchive(source, 'python', fileImages)
    const header = await run(path)
    const data = await openDataset(home, { name: 'auto', ...asked })
    expect(data).toMatchObject({ name: 'cifar10', note: 'not the official CIFAR-10', sha256: header.sha256 })
    expect(data.classNames[0]).toBe('airplane')
    expect([...data.train.labels]).toEqual(sets.flatMap((set) => [...set.labels]).slice(0, 7))
    expect(data.train.images).toHaveLength(7 * imageBytes)
    expect((await openDataset(home, { name: 'shapes10', ...asked })).name).toBe('shapes10')
    const one = await readTrainImages(cifar10Path(home), 6, 1)
    expect([...one.labels]).toEqual([data.train.labels[6]])
    expect(one.images).toEqual(data.train.images.slice(6 * imageBytes))
  })

  it('notices a stored file that was cut or changed', async () => {
    await run((await makeArchive(source, 'binary', fileImages)).path)
    const bytes = Buffer.from(
      await import('node:fs').then(({ readFileSync }) => readFileSync(cifar10Path(home))),
    )
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1
    writeFileSync(cifar10Path(home), bytes)
    await expect(openDataset(home, { name: 'auto', ...asked })).rejects.toThrow(/does not match its SHA-256/)
    truncateSync(cifar10Path(home), 5000)
    await expect(openDataset(home, { name: 'auto', ...asked })).rejects.toThrow(
      /damaged .*import CIFAR-10 again/,
    )
  })

  it.each([{ sha256: 7 }, { source: undefined }, { train: -1 }])(
    'notices a first line with %o, before a page is told of it',
    async (change) => {
      await run((await makeArchive(source, 'binary', fileImages)).path)
      const text = readFileSync(cifar10Path(home), 'latin1')
      const end = text.indexOf('\n')
      const header = JSON.stringify({ ...(JSON.parse(text.slice(0, end)) as object), ...change })
      writeFileSync(cifar10Path(home), header + text.slice(end), 'latin1')
      await expect(storedHeader(cifar10Path(home))).rejects.toThrow(/first line.*import CIFAR-10 again/)
    },
  )
})
