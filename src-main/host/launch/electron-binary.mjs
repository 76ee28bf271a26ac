// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The folder of the electron package, or null where it is not installed.
 * @param {string} root the project folder
 */
export function electronFolder(root) {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'))
  } catch {
    return null
  }
}

/**
 * The path of Electron's program, or null where it has not been fetched. Requiring the package would fetch it.
 * @param {string} root
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function electronBinary(root, env) {
  const folder = electronFolder(root)
  if (folder === null) return null
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  try {
    const inside = readFileSync(join(folder, 'path.txt'), 'utf8').trim()
    const path = join(override ?? join(folder, 'dist'), inside)
    return existsSync(path) ? path : null
  } catch {
    const path = override ? join(override, process.platform === 'win32' ? 'electron.exe' : 'electron') : null
    return path !== null && existsSync(path) ? path : null
  }
}
