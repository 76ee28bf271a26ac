import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprint, outputs, stampPath } from './freshness.mjs'

/** An installation of another user: this one may read it, and write nowhere in it. */
let root = ''
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const seal = (mode: number): void => {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), mode)
  chmodSync(root, mode)
}
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab182-shared-'))
  cpSync(dirname(fileURLToPath(import.meta.url)), join(root, 'launch'), { recursive: true })
  write('package.json', '{}')
  write('src-main/index.ts', '1')
  write('node_modules/electron-vite/bin/electron-vite.js', 'process.exit(1)')
  for (const path of outputs) write(`out/${path}`, '')
  writeFileSync(stampPath(join(root, 'out')), fingerprint(root))
})
afterEach(() => {
  seal(0o755)
  rmSync(root, { recursive: true })
})

/** ensureBuild in a process that root's rights do not help: what it prints. */
function ensure(): string {
  const script = `
    import { ensureBuild } from ${JSON.stringify(join(root, 'launch', 'ensure-build.mjs'))}
    ensureBuild(${JSON.stringify(root)}, () => undefined).then(
      () => console.log('fresh'),
      (error) => console.log(error.message),
    )`
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    ...nobody,
    encoding: 'utf8',
  })
  return stdout + stderr
}

test.skipIf(process.platform === 'win32')(
  'a shared installation: one that is fresh is only read, one that is not is named with who can build it (Windows has no such modes)',
  () => {
    seal(0o555)
    expect(ensure()).toBe('fresh\n')
    seal(0o755)
    write('src-main/index.ts', '2')
    // As a build of the owner leaves it when it is killed.
    write('out/.build-lock/pid', '4194304')
    seal(0o555)
    const sentence =
      /^The lab in \S+ must be built anew, .* you may not write to \S+; ask .* "npm run build" there\.\n$/
    expect(ensure()).toMatch(sentence)
    chmodSync(join(root, 'out'), 0o777)
    expect(ensure()).toMatch(sentence)
    for (const each of ['main', 'preload', 'renderer']) chmodSync(join(root, 'out', each), 0o777)
    expect(ensure()).toMatch(sentence)
  },
)
