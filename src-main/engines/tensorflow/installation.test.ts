import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findInstallation, manifestName, tensorflowFolder } from './installation.ts'

let home = ''
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'lab182-installation-'))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

const manifest = {
  source: 'wheel',
  version: '2.21.0',
  packageVersion: '4.22.0',
  addon: 'a.node',
  downloads: [],
  installedAt: '2026-01-01T00:00:00.000Z',
}
function write(content: string): void {
  const folder = join(tensorflowFolder(home), '2.21.0')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, manifestName), content)
}

it('finds a library that a newer lab installed, whatever its manifest says besides', async () => {
  write(JSON.stringify({ ...manifest, format: 2, cudaVersion: '12.4' }))
  expect(await findInstallation(home)).toMatchObject({ version: '2.21.0', addon: 'a.node' })
})
it('takes a manifest that was cut short for none', async () => {
  write(JSON.stringify(manifest).slice(0, 60))
  expect(await findInstallation(home)).toBeNull()
})
