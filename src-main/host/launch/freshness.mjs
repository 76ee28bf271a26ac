// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { mainEntries, pageEntry, preloadEntries, preloadFile } from './entries.mjs'

/** What the build reads. Tests are not part of it. */
const inputs = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.json',
  'src-main',
  'src-renderer',
  'resources',
]
/** What a complete build leaves. */
export const outputs = [
  ...Object.keys(mainEntries).map((name) => `main/${name}.js`),
  ...Object.keys(preloadEntries).map((name) => `preload/${preloadFile.replace('[name]', name)}`),
  `renderer/${basename(pageEntry)}`,
]

/**
 * Whether a change of this file changes what is built.
 * @param {string} path
 */
export const isBuilt = (path) =>
  !/\.(test|spec|testing)\.[a-z]+$|[\\/](testing|fixtures)[\\/]|\.md$|[\\/]tsconfig\.json$/.test(path)

/**
 * A hash of the content of everything the build reads; times do not matter, so a fresh clone or a switch of
 * branches and back builds nothing anew.
 * @param {string} root
 */
export function fingerprint(root) {
  const hash = createHash('sha256')
  /** @param {string} path */
  const add = (path) =>
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  for (const input of inputs.filter((path) => existsSync(join(root, path)))) {
    if (/\.[a-z]+$/.test(input)) add(input)
    else
      readdirSync(join(root, input), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .filter(isBuilt)
        .sort()
        .forEach(add)
  }
  return hash.digest('hex')
}

/**
 * The stamp lies among the outputs of the main side: any other build empties that folder, and the stamp with it.
 * @param {string} out
 */
export const stampPath = (out) => join(out, 'main', '.stamp')

/**
 * Whether `out` holds a complete build of exactly these sources.
 * @param {string} out
 * @param {string} print
 */
export function isFresh(out, print) {
  try {
    return (
      readFileSync(stampPath(out), 'utf8') === print && outputs.every((path) => existsSync(join(out, path)))
    )
  } catch {
    return false
  }
}
