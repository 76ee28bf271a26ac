// @ts-check
/** The licences of others, as a text and as a bill of materials. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {import('./shipped-packages.mjs').ShippedPackage} ShippedPackage */

const licenceFile = /^(licen[cs]e|copying|notice|third.?party.?notices)/i

/** The licence texts that lie in a package's folder. */
export function textsOf(/** @type {ShippedPackage} */ { folder }) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim())
}

/**
 * Every package with its licence; packages of the same text are named above it together.
 * @param {readonly ShippedPackage[]} packages
 */
export function noticesText(packages) {
  /** @type {Map<string, ShippedPackage[]>} */
  const byText = new Map()
  for (const each of packages) {
    const texts = textsOf(each)
    const text =
      texts.length > 0 ? texts.join('\n\n') : `Licence: ${each.license} (the package carries no text of it).`
    byText.set(text, [...(byText.get(text) ?? []), each])
  }
  const blocks = [...byText].map(([text, users]) =>
    [...users.map(({ name, version, license }) => `${name} ${version} (${license})`), '', text].join('\n'),
  )
  const line = '='.repeat(78)
  return `Lab 182 contains the work of others, under these licences.\nElectron and Chromium carry theirs in LICENSE.electron.txt and LICENSES.chromium.html.\n\n${line}\n${blocks.join(`\n\n${line}\n`)}\n`
}

/**
 * The packages in SPDX 2.3 (spdx.github.io/spdx-spec/v2.3).
 * @param {readonly ShippedPackage[]} packages
 * @param {{ readonly name: string, readonly version: string, readonly license: string }} lab
 * @param {string} created ISO 8601, to the second
 */
export function billOfMaterials(packages, lab, created) {
  const idOf = (/** @type {{ name: string, version: string }} */ { name, version }) =>
    `SPDXRef-${`${name}-${version}`.replace(/[^a-zA-Z0-9.-]/g, '-')}`
  const entry = (
    /** @type {{ name: string, version: string, license: string }} */ each,
    /** @type {boolean} */ isOurs,
  ) => ({
    SPDXID: idOf(each),
    name: each.name,
    versionInfo: each.version,
    downloadLocation: isOurs
      ? 'NOASSERTION'
      : `https://registry.npmjs.org/${each.name}/-/${each.name.split('/').at(-1)}-${each.version}.tgz`,
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared:
      /^[\w.\-+() ]+$/.test(each.license) && each.license !== 'not stated' ? each.license : 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    ...(isOurs
      ? {}
      : {
          externalRefs: [
            {
              referenceCategory: 'PACKAGE-MANAGER',
              referenceType: 'purl',
              referenceLocator: `pkg:npm/${each.name.replace('@', '%40')}@${each.version}`,
            },
          ],
        }),
  })
  // The same version may lie in several folders.
  const unique = [...new Map(packages.map((each) => [idOf(each), each])).values()]
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${lab.name}-${lab.version}`,
    documentNamespace: `https://spdx.org/spdxdocs/${lab.name}-${lab.version}-${created.replace(/\D/g, '')}`,
    creationInfo: { created, creators: [`Tool: ${lab.name}-${lab.version}`] },
    documentDescribes: [idOf(lab)],
    packages: [entry(lab, true), ...unique.map((each) => entry(each, false))],
    relationships: unique.map((each) => ({
      spdxElementId: idOf(lab),
      relationshipType: 'CONTAINS',
      relatedSpdxElement: idOf(each),
    })),
  }
}
