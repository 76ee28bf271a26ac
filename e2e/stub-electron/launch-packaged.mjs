/**
 * Starts a packaged program in plain Node: `node launch-packaged.mjs PROGRAM [word]...`. Electron reads inside the
 * archive; this lays its files out in a folder of the archive's own name, where what was left beside the archive is a
 * link to just that, so that a native library comes from app.asar.unpacked or not at all.
 */
import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { extractFile, getRawHeader } from '@electron/asar'

const [program, ...words] = process.argv.slice(2)
const resources = join(dirname(program), 'resources')
const archive = join(resources, 'app.asar')

/** Lays out the files below a node of the archive's header. */
function layOut(node, at, into) {
  mkdirSync(into, { recursive: true })
  for (const [name, child] of Object.entries(node.files)) {
    const [path, target] = [join(at, name), join(into, name)]
    if (child.files) layOut(child, path, target)
    else if (child.unpacked) symlinkSync(join(`${archive}.unpacked`, path), target)
    else writeFileSync(target, extractFile(archive, path))
  }
}

const folder = mkdtempSync(join(tmpdir(), 'lab182-packaged-'))
const app = join(folder, 'app.asar')
layOut(getRawHeader(archive).header, '', app)
symlinkSync(`${archive}.unpacked`, join(folder, 'app.asar.unpacked'))
const { main } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'))
const child = fork(join(app, main), words, {
  execArgv: ['--import', new URL('./register.mjs', import.meta.url).href],
  // A link into app.asar.unpacked is a file of the archive, also for whoever looks for its neighbours.
  env: { ...process.env, STUB_PACKAGED: '1', NODE_OPTIONS: '--preserve-symlinks' },
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  rmSync(folder, { recursive: true, force: true })
  process.exitCode = code ?? (signal === 'SIGKILL' ? 137 : 1)
})
