import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesOf } from './cifar10-format.ts'
import { cifar10Path } from '#datasets/cifar10.ts'
import { importCifar10 } from './cifar10-import.ts'
import { officialChecksums, type OfficialChecksums } from './cifar10-official.ts'
import { storedHeader } from '#datasets/image-file.ts'
import { folderNames, makeArchive, makeFolder } from './testing/make-cifar10.ts'
import { openDataset } from '#datasets/open-dataset.ts'

const fileImages = 3
let home = ''
let source = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab182-home-'))
  source = mkdtempSync(join(tmpdir(), 'lab182-source-'))
})
afterEach(() => {
  for (const folder of [home, source]) rmSync(folder, { recursive: true, force: true })
})
const run = (path: string, checksums?: OfficialChecksums) =>
  importCifar10(path, home, {
    signal: new AbortController().signal,
    fileImages,
    onProgress: () => undefined,
    ...(checksums ? { checksums } : {}),
  })
const noteOf = async (): Promise<string | null> =>
  (await openDataset(home, { name: 'cifar10', trainCount: 1, testCount: 1 })).note

describe('the official CIFAR-10', () => {
  it('has six checksums a form, of the length of their kind, each once', () => {
    for (const { algorithm, digests } of Object.values(officialChecksums)) {
      expect(new Set(digests).size).toBe(6)
      for (const digest of digests)
        expect(digest).toMatch(algorithm === 'md5' ? /^[0-9a-f]{32}$/ : /^[0-9a-f]{40}$/)
    }
  })

  it.each(['binary', 'python'] as const)('is known by all six files, in the %s form', async (form) => {
    const { path } = await makeArchive(source, form, fileImages)
    const { algorithm } = officialChecksums[form]
    const digests = filesOf(form).map((name) =>
      createHash(algorithm)
        .update(readFileSync(join(source, folderNames[form], name)))
        .digest('hex'),
    )
    const known = { ...officialChecksums, [form]: { algorithm, digests } }
    expect(await run(path, known)).toMatchObject({ isOfficial: true })
    expect(await noteOf()).toBeNull()
    const swapped = { ...known, [form]: { algorithm, digests: digests.toReversed() } }
    expect(await run(path, swapped)).toMatchObject({ isOfficial: false })
    expect(await noteOf()).toBe('not the official CIFAR-10')
  })

  it('is not what is made up, from an archive or a folder', async () => {
    const { path } = await makeArchive(source, 'python', fileImages)
    expect(await run(path)).toMatchObject({ isOfficial: false })
    makeFolder(source, 'binary', fileImages)
    expect(await run(join(source, folderNames.binary))).toMatchObject({ isOfficial: false })
    expect(await noteOf()).toBe('not the official CIFAR-10')
  })
})

describe('a stored data set', () => {
  /** Replaces its first line. */
  const rewrite = (change: (header: Record<string, unknown>) => void): void => {
    const content = readFileSync(cifar10Path(home))
    const end = content.indexOf(10)
    const header = JSON.parse(content.toString('utf8', 0, end)) as Record<string, unknown>
    change(header)
    const line = Buffer.from(`${JSON.stringify(header)}\n`)
    writeFileSync(cifar10Path(home), Buffer.concat([line, content.subarray(end + 1)]))
  }

  it('of an older lab, which did not compare checksums, is not proven', async () => {
    await run((await makeArchive(source, 'binary', fileImages)).path)
    rewrite((header) => delete header['isOfficial'])
    expect(await storedHeader(cifar10Path(home))).toMatchObject({ train: 15, isOfficial: false })
    expect(await noteOf()).toBe('not the official CIFAR-10')
  })

  it('of a newer lab is called so, whatever else its first line says', async () => {
    await run((await makeArchive(source, 'binary', fileImages)).path)
    rewrite((header) => {
      header['format'] = 'lab182 images 3'
      header['train'] = 'many'
    })
    await expect(storedHeader(cifar10Path(home))).rejects.toThrow(
      /was written by a newer Lab 182 \(format 3, this one reads 1\); update Lab 182, or import CIFAR-10 again/,
    )
  })
})
