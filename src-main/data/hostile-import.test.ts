/** Imports of what is no data set: pipes, devices, archives that never end, files that hold nothing to learn from. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { create } from 'tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cifar10Path } from '#datasets/cifar10.ts'
import { importCifar10 } from './cifar10-import.ts'
import { storedHeader } from '#datasets/image-file.ts'
import { folderNames, makeArchive, makeFolder } from './testing/make-cifar10.ts'

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
const run = (path: string) =>
  importCifar10(path, home, {
    signal: new AbortController().signal,
    fileImages,
    onProgress: () => undefined,
  })
const inFolder = (name: string): string => join(source, folderNames.binary, name)
const record = 3073

describe.skipIf(process.platform === 'win32')('what is no plain file is refused at once, by name', () => {
  it.each(['as the archive', 'in the folder'])('a link to a device, %s', async (where) => {
    makeFolder(source, 'binary', fileImages)
    const path = where === 'as the archive' ? join(source, 'a.tar.gz') : inFolder('data_batch_2.bin')
    rmSync(path, { force: true })
    symlinkSync('/dev/zero', path)
    const asked = where === 'as the archive' ? path : source
    await expect(run(asked)).rejects.toThrow(`${path} is a device, not a file; give the path`)
  })

  it.each(['as the archive', 'in the folder'])('a named pipe that nobody writes to, %s', async (where) => {
    makeFolder(source, 'binary', fileImages)
    const path = where === 'as the archive' ? join(source, 'a.tar.gz') : inFolder('test_batch.bin')
    rmSync(path, { force: true })
    execFileSync('mkfifo', [path])
    const asked = where === 'as the archive' ? path : source
    await expect(run(asked)).rejects.toThrow(`${path} is a named pipe, not a file`)
  })

  it('a socket', async () => {
    const path = join(source, 'socket')
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(path, resolve))
    try {
      await expect(run(path)).rejects.toThrow(`${path} is a socket, not a file`)
    } finally {
      server.close()
    }
  })

  it('a pipe where the lab keeps its images', async () => {
    const { path } = await makeArchive(source, 'binary', fileImages)
    await run(path)
    rmSync(cifar10Path(home))
    execFileSync('mkfifo', [cifar10Path(home)])
    await expect(storedHeader(cifar10Path(home))).rejects.toThrow(/is a named pipe, not a file/)
  })

  it.runIf(process.platform === 'linux')(
    'a file of the system that says it is empty and is not',
    async () => {
      makeFolder(source, 'binary', fileImages)
      rmSync(inFolder('data_batch_2.bin'))
      symlinkSync('/proc/kallsyms', inFolder('data_batch_2.bin'))
      await expect(run(source)).rejects.toThrow(/data_batch_2.bin has more than \d+ bytes|damaged/)
    },
  )
})

describe('an archive ends where CIFAR-10 would', () => {
  it.each([
    ['zeros, packed', gzipSync(Buffer.alloc(40_000_000)), /unpacks to more than \d+ bytes; get/],
    ['zeros, packed twice', gzipSync(gzipSync(Buffer.alloc(40_000_000))), /unpacks to more than \d+ bytes/],
    ['a file larger than the archive', Buffer.alloc(700_000, 'x'), /has 700000 bytes, more than an archive/],
  ])('%s', async (_, content, problem) => {
    const path = join(source, 'a.tar.gz')
    writeFileSync(path, content)
    await expect(run(path)).rejects.toThrow(problem)
  })

  it('zeros in front of the end of the largest archive', async () => {
    const path = join(source, 'a.tar.gz')
    writeFileSync(path, gzipSync(Buffer.alloc(40_000_000)))
    const options = { signal: new AbortController().signal, onProgress: () => undefined }
    await expect(importCifar10(path, home, options)).rejects.toThrow(/bytes follow after its end; get/)
  })

  it('more members than any', async () => {
    for (let i = 0; i < 1001; i++) writeFileSync(join(source, `${i}`), '')
    const path = join(home, 'many.tar.gz')
    await create({ gzip: true, cwd: source, file: path }, readdirSync(source))
    await expect(run(path)).rejects.toThrow(/has more than 1000 members/)
  })
})

describe('the archive as browsers leave it', () => {
  it.each([
    ['unpacked to a .tar', 0],
    ['packed once', 1],
    ['packed twice', 2],
  ])('%s', async (_, layers) => {
    const { path } = await makeArchive(source, 'binary', fileImages)
    const plain = join(source, 'plain.tar')
    await create({ cwd: source, file: plain }, [folderNames.binary])
    let content = readFileSync(plain)
    for (let i = 0; i < layers; i++) content = gzipSync(content)
    writeFileSync(plain, content)
    expect((await run(plain)).sha256).toBe((await run(path)).sha256)
  })

  it('packed three times is named', async () => {
    const { path } = await makeArchive(source, 'binary', fileImages)
    writeFileSync(path, gzipSync(gzipSync(readFileSync(path))))
    await expect(run(path)).rejects.toThrow(/is packed with gzip more than 2 times/)
  })

  it.skipIf(process.platform === 'win32')('under the user’s own folder, written as ~', async () => {
    await makeArchive(source, 'binary', fileImages)
    const before = process.env['HOME']
    process.env['HOME'] = source
    try {
      expect((await run('~/cifar-10-binary.tar.gz')).train).toBe(5 * fileImages)
    } finally {
      process.env['HOME'] = before
    }
  })
})

describe('files of the right form that are no data set', () => {
  it('zeros', async () => {
    makeFolder(source, 'binary', fileImages)
    writeFileSync(inFolder('data_batch_3.bin'), Buffer.alloc(fileImages * record))
    await expect(run(source)).rejects.toThrow(
      'data_batch_3.bin is not a file of CIFAR-10: all its pixels have the value 0; get the archive again',
    )
  })
  it('one class', async () => {
    makeFolder(source, 'binary', fileImages)
    const content = readFileSync(inFolder('data_batch_3.bin'))
    for (let i = 0; i < fileImages; i++) content[i * record] = 7
    writeFileSync(inFolder('data_batch_3.bin'), content)
    await expect(run(source)).rejects.toThrow(/data_batch_3.bin .*: all its images have the label 7;/)
  })
  it('the training file copied as the test file, even with other labels', async () => {
    makeFolder(source, 'binary', fileImages)
    cpSync(inFolder('data_batch_1.bin'), inFolder('test_batch.bin'))
    await expect(run(source)).rejects.toThrow(/data_batch_1.bin and test_batch.bin hold the same images/)
    const content = readFileSync(inFolder('test_batch.bin'))
    content[0] = 9 - (content[0] ?? 0)
    writeFileSync(inFolder('test_batch.bin'), content)
    await expect(run(source)).rejects.toThrow(/data_batch_1.bin and test_batch.bin hold the same images/)
  })
})
