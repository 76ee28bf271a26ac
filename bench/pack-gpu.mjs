/**
 * `node bench/pack-gpu.mjs OUT.tar.xz`: packs `npm run bench -- gpu` for a bare machine (Linux, x64, glibc) with a GPU and no
 * network: Node, the built bench, onnxruntime's native library, the PyTorch script, and a Vulkan loader for a machine
 * that has none. VULKAN_LOADER names a libvulkan.so.1; else this machine's is taken, else that of Debian's libvulkan1.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildEntry } from './build-entry.mjs'
import { gpuChildren } from './gpu-run.mjs'
import { gpuUsage } from './gpu-selection.mjs'
import { messageOf } from './json-child.mjs'
import { packedFiles, packedPackages, runScript, startScript, tooLarge } from './packed-files.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const systemLoader = '/usr/lib/x86_64-linux-gnu/libvulkan.so.1'
const quiet = { stdio: /** @type {('ignore' | 'pipe')[]} */ (['ignore', 'ignore', 'pipe']) }

function copyPackages(folder) {
  for (const name of packedPackages) {
    const from = join(root, 'node_modules', name)
    const paths = readdirSync(from, { recursive: true, encoding: 'utf8' })
    for (const path of packedFiles(name, paths)) {
      const to = join(folder, 'node_modules', name, path)
      mkdirSync(dirname(to), { recursive: true })
      copyFileSync(join(from, path), to)
    }
  }
}

/** Node itself, without its symbols where `strip` is installed: they are a sixth of it. */
function copyNode(folder) {
  const to = join(folder, 'bin', 'node')
  mkdirSync(dirname(to))
  copyFileSync(process.execPath, to)
  chmodSync(to, 0o755)
  try {
    execFileSync('strip', [to], quiet)
  } catch (error) {
    console.log(`Node keeps its symbols: ${messageOf(error).split('\n')[0]}`)
  }
}

function copyLoader(folder, scratch) {
  const to = join(folder, 'vulkan')
  mkdirSync(to)
  const given = process.env.VULKAN_LOADER ?? (existsSync(systemLoader) ? systemLoader : null)
  if (given !== null) return copyFileSync(given, join(to, 'libvulkan.so.1'))
  const unpacked = join(scratch, 'libvulkan1')
  try {
    mkdirSync(unpacked)
    execFileSync('apt-get', ['download', 'libvulkan1'], { cwd: unpacked, ...quiet })
    const archive = readdirSync(unpacked).find((name) => name.endsWith('.deb')) ?? ''
    execFileSync('dpkg-deb', ['-x', archive, '.'], { cwd: unpacked, ...quiet })
  } catch (error) {
    throw new Error(
      `No Vulkan loader was found (${messageOf(error).split('\n')[0]}); name one: VULKAN_LOADER=/path/to/libvulkan.so.1`,
      { cause: error },
    )
  }
  copyFileSync(join(unpacked, systemLoader), join(to, 'libvulkan.so.1'))
  copyFileSync(join(unpacked, 'usr/share/doc/libvulkan1/copyright'), join(to, 'copyright'))
}

async function pack(out) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('The archive is for Linux on x64, so it can only be packed there.')
  const scratch = mkdtempSync(join(tmpdir(), 'lab182-pack-'))
  try {
    const folder = join(scratch, 'lab182-gpu')
    const built = dirname(await buildEntry('gpu-main', gpuChildren, { isAlone: true }))
    cpSync(built, join(folder, 'bench'), { recursive: true })
    writeFileSync(join(folder, 'bench', 'start.mjs'), startScript)
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
    writeFileSync(join(folder, 'run.sh'), runScript, { mode: 0o755 })
    writeFileSync(
      join(folder, 'README.txt'),
      `./run.sh measures the GPU; with PYTHON=/path/to/python that has torch, also PyTorch.\n${gpuUsage}\n`,
    )
    mkdirSync(join(folder, 'pytorch'))
    copyFileSync(join(root, 'bench/pytorch/networks.py'), join(folder, 'pytorch/networks.py'))
    copyPackages(folder)
    copyNode(folder)
    copyLoader(folder, scratch)
    const archive = join(scratch, 'archive.tar.xz')
    execFileSync('tar', ['-cJf', archive, 'lab182-gpu'], {
      cwd: scratch,
      env: { ...process.env, XZ_OPT: '-6 -T0' },
    })
    const bytes = statSync(archive).size
    const problem = tooLarge(bytes)
    if (problem !== null) throw new Error(problem)
    copyFileSync(archive, `${out}.part`)
    renameSync(`${out}.part`, out)
    console.log(`${out}: ${(bytes / 2 ** 20).toFixed(1)} MiB`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const [out, ...rest] = process.argv.slice(2)
if (out === undefined || rest.length > 0 || !out.endsWith('.tar.xz')) {
  console.error('Usage: node bench/pack-gpu.mjs OUT.tar.xz')
  process.exitCode = 2
} else
  await pack(resolve(out)).catch((error) => {
    console.error(messageOf(error))
    process.exitCode = 1
  })
