// @ts-check
/** `npm run package`: the program and its installers, by electron-builder. */
import { readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { electronBinary, electronFolder } from '../launch/electron-binary.mjs'
import { ensureBuild } from '../launch/ensure-build.mjs'
import { downloadHost, shortReason } from '../launch/fetch-electron.mjs'
import { builderConfig } from './builder-config.mjs'
import { buildDeb, buildTar } from './debian.mjs'
import { writeKit } from './kit.mjs'
import { checksums, megabytes, sizeOf } from './made-files.mjs'
import { billOfMaterials, noticesText } from './notices.mjs'
import { shippedPackages } from './shipped-packages.mjs'

/**
 * @typedef {import('./contents.mjs').Platform} PlatformName
 * @typedef {object} Asked
 * @property {readonly PlatformName[]} platforms
 * @property {string} arch x64 or arm64
 * @property {boolean} isFolder only the program's folder, no installers
 * @property {string | null} electron a folder with Electron; null: the installed one, the cache, or a mirror
 * @property {{ readonly tensorflow: string | null } | null} kit null: none
 * @property {string} output
 */

/** @type {Readonly<Record<PlatformName, Platform>>} */
const systems = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC }
/** @type {Readonly<Record<PlatformName, string>>} */
const folders = { linux: 'linux-unpacked', win32: 'win-unpacked', darwin: 'mac' }

/** The program's folder that electron-builder makes: "linux-unpacked", "win-arm64-unpacked", "mac-arm64". */
function folderOf(
  /** @type {string} */ output,
  /** @type {PlatformName} */ platform,
  /** @type {string} */ arch,
) {
  const folder = folders[platform]
  if (arch === 'x64') return join(output, folder)
  return join(output, folder.includes('-') ? folder.replace('-', `-${arch}-`) : `${folder}-${arch}`)
}

/** The folder of Electron's own program, where the package has fetched it for this system. */
function installedElectron(
  /** @type {string} */ root,
  /** @type {PlatformName} */ platform,
  /** @type {string} */ arch,
) {
  if (platform !== process.platform || arch !== process.arch || electronBinary(root, {}) === null) return null
  return join(electronFolder(root) ?? '', 'dist')
}

/**
 * Makes what was asked, and says what was made. Throws an error of one sentence where that cannot be; what was made
 * until then is kept.
 * @param {string} root the project folder
 * @param {Asked} asked
 * @param {(line: string) => void} say
 */
export async function packageLab(root, { platforms, arch, isFolder, electron, kit, output }, say) {
  await ensureBuild(root, say)
  await mkdir(output, { recursive: true })
  const lab = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const papers = await mkdtemp(join(tmpdir(), 'lab182-papers-'))
  /** @type {string[]} */
  const files = []
  const made = (/** @type {readonly string[]} */ paths) => {
    for (const path of paths.filter((each) => !each.endsWith('.blockmap'))) {
      files.push(path)
      say(`${path}: ${megabytes(statSync(path).size)}`)
    }
  }
  try {
    const [notices, bill] = [join(papers, 'notices.txt'), join(papers, 'sbom.json')]
    const packages = shippedPackages(root)
    await writeFile(notices, noticesText(packages))
    const created = new Date().toISOString().replace(/\.\d+/, '')
    await writeFile(bill, `${JSON.stringify(billOfMaterials(packages, lab, created), null, 2)}\n`)
    for (const platform of platforms) {
      if (platform === 'darwin' && arch === 'x64')
        say(
          'onnxruntime-node has no library for macOS on x64: the lab trains in WebAssembly there, which is slower.',
        )
      const electronDist = electron ?? installedElectron(root, platform, arch)
      // electron-builder changes what it is given, so each call gets one of its own.
      const options = (/** @type {string | null} */ type) => ({
        projectDir: root,
        config: builderConfig({ platform, arch, output, electronDist, notices, bill, env: process.env }),
        targets: systems[platform].createTarget(type, arch === 'arm64' ? Arch.arm64 : Arch.x64),
      })
      await builds(
        options('dir'),
        `Electron ${lab.devDependencies.electron}`,
        'name a folder that holds it ("--electron FOLDER"), or a mirror (ELECTRON_MIRROR)',
      )
      const folder = folderOf(output, platform, arch)
      const bytes = await sizeOf(folder)
      say(`${folder}: ${megabytes(bytes)}`)
      if (isFolder) continue
      if (platform === 'linux') {
        const linux = { root, folder, output, version: lab.version, arch, bytes }
        made([await buildTar(linux), await buildDeb(linux)])
      }
      const installers = {
        ...options(null),
        prepackaged: platform === 'darwin' ? join(folder, 'Lab 182.app') : folder,
      }
      const there = [folder, ...files].map((path) => basename(path)).join(', ')
      made(
        await builds(
          installers,
          'What electron-builder makes its installers with',
          `try again with a network; until then ${output} has ${there}`,
        ),
      )
    }
  } finally {
    if (files.length > 0) await writeFile(join(output, 'SHA256SUMS'), await checksums(files))
    // Of what could be made, where some of it could not.
    if (kit !== null && files.length > 0)
      say(await writeKit({ root, output, version: lab.version, files, tensorflow: kit.tensorflow }))
    await rm(papers, { recursive: true, force: true })
  }
}

/** What a failed download says, by whatever library. */
const isUnreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|HTTPError|Response code/i

/**
 * @param {import('electron-builder').CliOptions} options
 * @param {string} what is fetched for it
 * @param {string} instead what to do where that fails
 */
async function builds(options, what, instead) {
  try {
    return await build(options)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const isFetching = isUnreachable.test(said)
    throw new Error(
      isFetching
        ? `${what} could not be fetched from ${downloadHost(process.env)} (${shortReason(error)}); ${instead}.`
        : `The program could not be packaged: ${said}`,
      { cause: error },
    )
  }
}
