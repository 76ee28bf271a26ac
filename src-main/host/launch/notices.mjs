// @ts-check
/** The licences of everything that the built lab contains, read from the installed packages when it is built. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isBuilt } from './freshness.mjs'

/**
 * @typedef {{ name: string, version: string, licence: string, text: string | null }} Notice `text`: what the package
 * says of its licence; null where it has no such file.
 */

/** What pages and programs are made from; the scripts that build and start them are no part of what is built. */
const sources = ['src-main', 'src-renderer']
const isSource = (/** @type {string} */ path) =>
  /\.(ts|mjs|svelte|css)$/.test(path) && isBuilt(path) && !/[\\/]host[\\/]launch[\\/]/.test(path)
const imported = /(?:\bfrom|\bimport|@import)\s*\(?\s*['"]((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^'"]*)?['"]/g

/**
 * Names of the packages that the sources import.
 * @param {string} root
 */
function importedPackages(root) {
  /** @type {Set<string>} */
  const names = new Set()
  for (const source of sources)
    for (const entry of readdirSync(join(root, source), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (!entry.isFile() || !isSource(path)) continue
      for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(imported)) names.add(name)
    }
  return names
}

/**
 * The folder of a package as the package in `from` finds it; null where it is not installed (for another platform, say).
 * @param {string} name
 * @param {string} from
 */
function folderOf(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(join(place, 'package.json'))) return place
    if (dirname(folder) === folder) return null
  }
}

/** @param {unknown} licence */
const inWords = (licence) => {
  if (typeof licence === 'string') return licence
  const type = /** @type {{ type?: unknown } | undefined} */ (licence)?.type
  return typeof type === 'string' ? type : 'not stated'
}

/** @param {string} folder */
function licenceText(folder) {
  const names = readdirSync(folder).filter((name) =>
    /^(licen[cs]e|copying|notice|third.?party.?notices)([.-]\w+)*(\.(md|txt))?$/i.test(name),
  )
  const texts = names.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim())
  return texts.length === 0 ? null : texts.join('\n\n')
}

/**
 * Every package of the production dependency tree and every one that is built into the lab, by name, with its licence.
 * @param {string} root folder of package.json
 * @returns {Notice[]}
 */
export function collectNotices(root) {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const declared = { ...own.devDependencies, ...own.dependencies }
  const used = [...importedPackages(root)].filter((name) => Object.hasOwn(declared, name))
  /** @type {Map<string, Notice>} */
  const notices = new Map()
  const waiting = [...Object.keys(own.dependencies), ...used].map((name) => ({ name, from: root }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const folder = folderOf(next.name, next.from)
    if (folder === null) continue
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const key = `${next.name} ${manifest.version}`
    if (notices.has(key)) continue
    notices.set(key, {
      name: next.name,
      version: manifest.version,
      licence: inWords(manifest.license),
      text: licenceText(folder),
    })
    // What electron depends on fetches its binary, and is no part of it.
    if (next.name === 'electron') continue
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
      waiting.push({ name, from: folder })
  }
  return [...notices.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

const wanted = 'virtual:notices'

/**
 * Gives the page its notices as a module of their own, which is loaded when somebody reads them.
 * @param {string} root
 */
export const noticesPlugin = (root) => ({
  name: 'notices',
  /** @param {string} id */
  resolveId: (id) => (id === wanted ? `\0${wanted}` : null),
  /** @param {string} id */
  load: (id) =>
    id === `\0${wanted}`
      ? `export const notices = ${JSON.stringify(collectNotices(root))}\n` +
        `export const licence = ${JSON.stringify(readFileSync(join(root, 'LICENSE'), 'utf8'))}\n`
      : null,
})
