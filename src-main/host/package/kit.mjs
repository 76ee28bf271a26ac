// @ts-check
/** The offline kit: one folder with all that an administrator carries to machines without a network. */
import { existsSync, readdirSync } from 'node:fs'
import { copyFile, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { checksums } from './made-files.mjs'

/** Whether a folder has one of another name for a version that is installed. */
const holdsEngine = (/** @type {string} */ folder) =>
  existsSync(folder) &&
  readdirSync(folder).some((version) => existsSync(join(folder, version, 'installed.json')))

/**
 * Writes the kit anew and returns its folder. Throws an error of one sentence where `tensorflow` is no engine's folder.
 * @param {object} kit
 * @param {string} kit.root the project folder
 * @param {string} kit.output
 * @param {string} kit.version
 * @param {readonly string[]} kit.files the installers
 * @param {string | null} kit.tensorflow the folder "engines/tensorflow" of a data folder, to go along; null: none
 */
export async function writeKit({ root, output, version, files, tensorflow }) {
  const folder = join(output, `lab182-kit-${version}`)
  if (tensorflow !== null && !holdsEngine(tensorflow))
    throw new Error(
      `"${tensorflow}" holds no TensorFlow library; name the folder "engines/tensorflow" of a data folder where it is installed.`,
    )
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await cp(join(root, 'resources/kit'), folder, { recursive: true })
  await copyFile(join(root, 'resources/policy.schema.json'), join(folder, 'policy.schema.json'))
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  for (const file of files) await copyFile(file, join(folder, basename(file)))
  if (tensorflow !== null)
    await cp(tensorflow, join(folder, 'engines/tensorflow'), { recursive: true, dereference: true })
  await writeFile(join(folder, 'SHA256SUMS'), await checksums(files))
  return folder
}
