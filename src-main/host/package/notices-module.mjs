// @ts-check
/** The licences of everything that the built lab contains, as a module that the page loads when somebody reads them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textsOf } from './notices.mjs'
import { shippedPackages } from './shipped-packages.mjs'

/**
 * @typedef {{ name: string, version: string, licence: string, text: string | null }} Notice `text`: what the package
 * says of its licence; null where it has no such file.
 */

/**
 * Every package that the lab carries, by name, with its licence.
 * @param {string} root folder of package.json
 * @returns {Notice[]}
 */
export function collectNotices(root) {
  /** @type {Map<string, Notice>} */
  const notices = new Map()
  for (const each of shippedPackages(root)) {
    const { name, version, license: licence } = each
    const texts = textsOf(each)
    notices.set(`${name} ${version}`, {
      ...{ name, version, licence },
      text: texts.length === 0 ? null : texts.join('\n\n'),
    })
  }
  return [...notices.values()]
}

const wanted = 'virtual:notices'

/** @param {string} root folder of package.json */
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
