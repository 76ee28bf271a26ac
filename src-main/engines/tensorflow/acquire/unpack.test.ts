import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findPackage } from '../package.ts'
import { tarGz, type TarMember } from './fakes.testing.ts'
import { isEscaping, unpackTar } from './unpack.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lab182-unpack-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

async function unpacked(archive: Buffer, strip = 0): Promise<string[]> {
  const jsPackage = findPackage()
  if (!jsPackage) throw new Error('The package is not installed.')
  await writeFile(join(folder, 'a.tar.gz'), archive)
  await unpackTar(jsPackage, join(folder, 'a.tar.gz'), join(folder, 'in'), () => true, strip)
  return readdir(join(folder, 'in'), { recursive: true })
}

it('unpacks files and links to neighbours', async () => {
  const names = await unpacked(
    tarGz([
      { path: './lib/library.so.2', content: 'x' },
      { path: './lib/library.so', link: 'library.so.2' },
    ]),
  )
  expect(names.sort()).toEqual(['lib', 'lib/library.so', 'lib/library.so.2'])
  expect(await readFile(join(folder, 'in', 'lib', 'library.so'), 'utf8')).toBe('x')
})

it.each<[string, TarMember]>([
  ['a path above the folder', { path: 'lib/../../outside', content: 'x' }],
  ['an absolute path', { path: '/tmp/lab182-outside', content: 'x' }],
  ['a link out of the folder', { path: 'lib', link: '../..' }],
])('refuses %s and writes nothing outside', async (_, member) => {
  const archive = tarGz([member, { path: 'lib/outside', content: 'x' }])
  await expect(unpacked(archive)).rejects.toThrow(/written outside its folder|cannot be unpacked/)
  expect((await readdir(folder)).sort()).toEqual(['a.tar.gz', 'in'])
  expect(await readdir(join(folder, 'in'))).toEqual([])
})

it('refuses an archive cut short and one that is none', async () => {
  const whole = tarGz([{ path: 'a', content: 'x'.repeat(5000) }])
  await expect(unpacked(whole.subarray(0, whole.length - 20))).rejects.toThrow(
    /cannot be unpacked.*fetch it again/,
  )
  await expect(unpacked(Buffer.from('no archive'))).rejects.toThrow(/cannot be unpacked/)
})

it('knows the paths of both kinds of system that escape', () => {
  expect(['/a', 'C:\\a', 'a/../../b', '..\\a', '\\\\server\\a'].every(isEscaping)).toBe(true)
  expect(['a', 'a..b/c', './a'].some(isEscaping)).toBe(false)
})
