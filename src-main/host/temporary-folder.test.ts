import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'

let temporary: string
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'lab182-temporary-test-'))
  vi.stubEnv('TMPDIR', temporary)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(temporary, { recursive: true, force: true })
})

it('what a killed process left is removed; what lives, and what cannot be seen from here, stays', async () => {
  const mine = await temporaryFolder('print')
  const killed = await temporaryFolder('print')
  await rename(killed, killed.replace(`-${process.pid}-`, `-${2 ** 22 + 1}-`))
  const elsewhere = join(temporary, `lab182-print-000000000000-${2 ** 22 + 1}-abcdef`)
  await mkdir(elsewhere)
  const next = await temporaryFolder('print')
  expect((await readdir(temporary)).map((name) => join(temporary, name)).sort()).toEqual(
    [mine, elsewhere, next].sort(),
  )
})
