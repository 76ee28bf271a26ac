import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPolicy } from '#contract/policy.ts'
import { readPolicy } from '#policy/policy.ts'
import { writeKit } from './kit.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
let work = ''
beforeEach(() => (work = mkdtempSync(join(tmpdir(), 'lab182-kit-'))))
afterEach(() => rmSync(work, { recursive: true }))

const kit = (tensorflow: string | null) => {
  const installer = join(work, 'lab182_0.1.0_amd64.deb')
  writeFileSync(installer, 'a deb')
  return writeKit({ root, output: work, version: '0.1.0', files: [installer], tensorflow })
}

it('holds the installers with their sums, how to install them, a policy that changes nothing, and places for data', async () => {
  const folder = await kit(null)
  expect(readdirSync(folder).sort()).toEqual([
    ...['INSTALL.md', 'LICENSE', 'SHA256SUMS', 'datasets', 'engines'],
    ...['lab182_0.1.0_amd64.deb', 'policy.json', 'policy.schema.json'],
  ])
  expect(readPolicy({ path: join(folder, 'policy.json'), isNamed: true })).toMatchObject(openPolicy)
  expect(readdirSync(join(folder, 'engines'))).toEqual(['README.txt'])
  expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toMatch(
    /^[0-9a-f]{64} {2}lab182_0\.1\.0_amd64\.deb\n$/,
  )
})

it('takes a TensorFlow library along, and refuses a folder without one', async () => {
  const engine = join(work, 'tensorflow')
  await expect(kit(engine)).rejects.toThrow(
    /holds no TensorFlow library; name the folder "engines\/tensorflow"/,
  )
  mkdirSync(join(engine, '2.20.0'), { recursive: true })
  writeFileSync(join(engine, '2.20.0', 'installed.json'), '{}')
  expect(readdirSync(join(await kit(engine), 'engines/tensorflow/2.20.0'))).toEqual(['installed.json'])
})
