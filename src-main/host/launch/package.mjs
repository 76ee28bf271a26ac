// @ts-check
/** `npm run package -- ...`: makes the program and its installers. */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readWords, UsageError } from '#processes/command-line.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')

const options = {
  dir: null,
  kit: null,
  tensorflow: 'FOLDER',
  linux: null,
  win: null,
  mac: null,
  arch: 'ARCH',
  electron: 'FOLDER',
  output: 'FOLDER',
}
const help = `Usage: npm run package -- [options]

  --linux, --win, --mac   for these systems; without any, for this one
  --arch ARCH             x64 or arm64; without it, as this machine
  --dir                   the program's folder only, no installers
  --kit                   also a folder for machines without a network: installers, INSTALL.md, policy, places for data
  --tensorflow FOLDER     the folder engines/tensorflow of a data folder goes along in the kit
  --electron FOLDER       a folder that holds Electron, unpacked or as its zip archives; without it the fetched one,
                          the cache, or a download (ELECTRON_MIRROR names a mirror)
  --output FOLDER         where to write; without it dist
`

/** @typedef {import('../package/contents.mjs').Platform} PlatformName */

try {
  const asked = readWords('npm run package', process.argv.slice(2), options)
  if (asked.isHelp) console.log(help)
  else {
    const arch = asked.valueOf('arch') ?? process.arch
    if (arch !== 'x64' && arch !== 'arm64') throw new UsageError(`--arch is x64 or arm64, not "${arch}".`)
    /** @type {readonly (readonly [string, PlatformName])[]} */
    const systems = [
      ['linux', 'linux'],
      ['win', 'win32'],
      ['mac', 'darwin'],
    ]
    const named = systems.filter(([option]) => asked.has(option)).map(([, platform]) => platform)
    const here = systems.map(([, platform]) => platform).filter((platform) => platform === process.platform)
    const [electron, tensorflow] = [asked.valueOf('electron'), asked.valueOf('tensorflow')]
    if (asked.has('dir') && asked.has('kit'))
      throw new UsageError('The kit holds the installers, so --kit goes without --dir.')
    if (tensorflow !== undefined && !asked.has('kit'))
      throw new UsageError('--tensorflow goes into the kit, so it needs --kit.')
    const { packageLab } = await import('../package/package.mjs')
    await packageLab(
      root,
      {
        platforms: named.length > 0 ? named : here,
        arch,
        isFolder: asked.has('dir'),
        electron: electron === undefined ? null : resolve(electron),
        kit: asked.has('kit') ? { tensorflow: tensorflow === undefined ? null : resolve(tensorflow) } : null,
        output: resolve(root, asked.valueOf('output') ?? 'dist'),
      },
      (line) => console.log(line),
    )
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = error instanceof UsageError ? 2 : 1
}
