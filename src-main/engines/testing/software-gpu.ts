import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

const manifest = 'vk_swiftshader_icd.json'

/** Where browsers put the Vulkan driver in software that they bring. */
const folders = (): string[] => [
  ...(process.env['CHROME_PATH'] ? [dirname(process.env['CHROME_PATH'])] : []),
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
]

/** Why the tests on a GPU in software are skipped, and how to enable them. */
export const noSoftwareGpu =
  'there is no SwiftShader: install chromium, or name its program in CHROME_PATH (Linux only)'

/**
 * The variables under which a process that is started with them opens SwiftShader, Chromium's Vulkan driver in software;
 * null if there is none on this machine. The Vulkan loader lies beside it, for machines that have none.
 */
export function softwareGpu(): Readonly<Record<string, string>> | null {
  if (process.platform !== 'linux') return null
  const folder = folders().find((each) => existsSync(join(each, manifest)))
  if (folder === undefined) return null
  const libraries = [process.env['LD_LIBRARY_PATH'], folder].filter(Boolean).join(delimiter)
  return { VK_ICD_FILENAMES: join(folder, manifest), LD_LIBRARY_PATH: libraries }
}
