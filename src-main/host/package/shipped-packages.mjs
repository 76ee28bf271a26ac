// @ts-check
/** The packages that the program carries: those it loads, and those that are built into it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} ShippedPackage
 * @property {string} name
 * @property {string} version
 * @property {string} license as its package.json states it
 * @property {string} folder
 */

/** Import statements, `import()` and the like, of packages: "@scope/name/file" or "name". */
const specifiers =
  /(?:from|import|require|resolve)\s*\(?\s*['"]((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^'"]*)?['"]/g
const isSource = /(?<!\.(?:test|testing))\.(?:ts|mjs|svelte|css)$/

/** Names of the packages that the sources in a folder import. */
function importedIn(/** @type {string} */ folder) {
  const names = new Set()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (isSource.test(file) && !file.split(/[\\/]/).includes('testing'))
      for (const [, name] of readFileSync(join(folder, file), 'utf8').matchAll(specifiers)) names.add(name)
  return names
}

/**
 * The packages that are imported by the lab's sources or listed as its dependencies, and all that they depend on.
 * Throws where one has no package.json: run "npm ci" first.
 * @param {string} root the project folder
 * @returns {ShippedPackage[]} by name
 */
export function shippedPackages(root) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const imported = new Set([...importedIn(join(root, 'src-main')), ...importedIn(join(root, 'src-renderer'))])
  // Electron brings its own notices; the tools that build and package are imported by scripts that do not ship.
  const tools = new Set([
    'electron',
    'electron-vite',
    'electron-builder',
    '@electron/asar',
    '@electron/fuses',
    'vitest',
  ])
  const named = [
    ...Object.keys(dependencies),
    ...Object.keys(devDependencies).filter((name) => imported.has(name) && !tools.has(name)),
  ]
  /** @type {Map<string, ShippedPackage>} */
  const found = new Map()
  for (const name of named) visit(root, root, name, found, true)
  return [...found.values()].sort(
    (a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version),
  )
}

/**
 * @param {string} root
 * @param {string} from the folder of the package that depends on it
 * @param {string} name
 * @param {Map<string, ShippedPackage>} found by folder
 * @param {boolean} isNeeded whether it may not be missing
 */
function visit(root, from, name, found, isNeeded) {
  const folder = folderOf(root, from, name)
  if (folder === null) {
    if (isNeeded) throw new Error(`The package ${name} is not installed; run "npm ci".`)
    return
  }
  if (found.has(folder)) return
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const license = manifest.license?.type ?? manifest.license ?? manifest.licenses?.[0]?.type ?? 'not stated'
  found.set(folder, { name, version: manifest.version, license, folder })
  // Packages of types say nothing at run time, yet npm counts them as dependencies.
  for (const child of Object.keys(manifest.dependencies ?? {}))
    if (!child.startsWith('@types/')) visit(root, folder, child, found, false)
}

/** The folder that Node would load the package from; null where it is not installed. */
function folderOf(/** @type {string} */ root, /** @type {string} */ from, /** @type {string} */ name) {
  for (let at = from; ; at = join(at, '..')) {
    const folder = join(at, 'node_modules', name)
    if (existsSync(join(folder, 'package.json'))) return folder
    if (at === root || at === join(at, '..')) return null
  }
}
