// @ts-check
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * @typedef {{ transferred: number, total: number | null }} Progress
 * @typedef {(details: Record<string, unknown>) => Promise<string>} DownloadArtifact
 */

/** Milliseconds without a byte after which the host counts as not answering. */
export const silenceMs = 8000

/**
 * "34 of 118 MB (29 %)".
 * @param {Progress} progress
 */
export function progressText({ transferred, total }) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(0)
  if (!total) return `${megabytes(transferred)} MB`
  const percent = Math.floor((100 * transferred) / total)
  return `${megabytes(transferred)} of ${megabytes(total)} MB (${percent} %)`
}

/**
 * Where Electron is downloaded from, in the words of its own settings.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function downloadHost(env) {
  const mirror =
    env['npm_config_electron_mirror'] || env['NPM_CONFIG_ELECTRON_MIRROR'] || env['ELECTRON_MIRROR']
  return mirror && URL.canParse(mirror) ? new URL(mirror).host : 'github.com'
}

/**
 * Ends `work` by its signal when `alive` has not been called for `milliseconds`.
 * @template T
 * @param {number} milliseconds
 * @param {(signal: AbortSignal, alive: () => void) => Promise<T>} work
 */
export async function unlessSilent(milliseconds, work) {
  const controller = new AbortController()
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  let isOver = false
  const alive = () => {
    clearTimeout(timer)
    if (isOver) return
    timer = setTimeout(
      () => controller.abort(new Error(`no answer within ${milliseconds / 1000} s`)),
      milliseconds,
    )
  }
  alive()
  try {
    return await work(controller.signal, alive)
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    isOver = true
    clearTimeout(timer)
  }
}

/**
 * What went wrong in a few words: the cause that fetch hides inside its "fetch failed".
 * @param {unknown} error
 */
export function shortReason(error) {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause
  const code = cause instanceof Error ? /** @type {NodeJS.ErrnoException} */ (cause).code : undefined
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name cannot be looked up (no network?)'
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'no answer'
  const message = cause instanceof Error && cause.message ? cause.message : error.message
  return message.split('\n')[0]?.replace(/\.+$/, '') ?? ''
}

/**
 * Downloads Electron's program with its own downloader (which checks the SHA-256 that the package carries) and
 * unpacks it with its own installer. Gives up when the host is silent for `silenceMs`. Throws an error whose
 * message is a clause for a sentence.
 * @param {string} folder the electron package
 * @param {(text: string) => void} onProgress
 */
export async function fetchElectron(folder, onProgress) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  // A mirror of one's own builds has sums of its own; Electron's installer knows the same two variables.
  const isRemote =
    process.env['electron_use_remote_checksums'] || process.env['npm_config_electron_use_remote_checksums']
  const checksums = isRemote ? undefined : JSON.parse(readFileSync(join(folder, 'checksums.json'), 'utf8'))
  const downloader = createRequire(join(folder, 'package.json')).resolve('@electron/get')
  const { downloadArtifact } = /** @type {{ downloadArtifact: DownloadArtifact }} */ (
    await import(pathToFileURL(downloader).href)
  )
  try {
    await unlessSilent(silenceMs, (signal, alive) => {
      const getProgressCallback = (/** @type {Progress} */ progress) => {
        alive()
        onProgress(progressText(progress))
      }
      const download = downloadArtifact({
        version,
        artifactName: 'electron',
        platform: process.env['npm_config_platform'] ?? process.platform,
        arch: process.env['npm_config_arch'] ?? process.arch,
        cacheRoot: process.env['electron_config_cache'],
        checksums,
        downloadOptions: { quiet: true, signal, getProgressCallback },
      })
      // A name that cannot be looked up may hold the download back without heeding the signal.
      const silence = new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
      return Promise.race([download, silence])
    })
  } catch (error) {
    throw new Error(
      `Electron ${version} could not be fetched from ${downloadHost(process.env)}: ${shortReason(error)}`,
      { cause: error },
    )
  }
  await unpack(folder, version)
}

/**
 * Electron's own installer: finds the download in the cache and unpacks it.
 * @param {string} folder
 * @param {string} version
 * @returns {Promise<void>}
 */
function unpack(folder, version) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      const first = said.trim().split('\n')[0] ?? ''
      reject(new Error(`Electron ${version} was fetched but could not be unpacked: ${first}`))
    })
  })
}
