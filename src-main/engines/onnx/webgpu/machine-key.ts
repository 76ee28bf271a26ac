import { readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir, release } from 'node:os'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import packageJson from '../../../../package.json' with { type: 'json' }
import { nvidiaDriver } from '../../probing/nvidia-driver.ts'

const manifestSchema = z.object({ ICD: z.object({ library_path: z.string() }) })

/** The first answer; what cannot be read is null. */
function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** Where the Vulkan loader looks for manifests of drivers, in its order. */
function manifestPaths(env: NodeJS.ProcessEnv): string[] {
  const named = env['VK_DRIVER_FILES'] ?? env['VK_ICD_FILENAMES']
  const added = env['VK_ADD_DRIVER_FILES'] ?? ''
  if (named !== undefined) return [...named.split(delimiter), ...added.split(delimiter)].filter(Boolean)
  const home = homedir()
  const roots = [
    env['XDG_CONFIG_HOME'] ?? join(home, '.config'),
    ...(env['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(delimiter),
    '/etc',
    env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'),
    ...(env['XDG_DATA_DIRS'] ?? '/usr/local/share:/usr/share').split(delimiter),
  ]
  const found = roots.flatMap((root) => {
    const folder = join(root, 'vulkan', 'icd.d')
    return (attempt(() => readdirSync(folder)) ?? []).sort().map((name) => join(folder, name))
  })
  return [...found, ...added.split(delimiter).filter(Boolean)]
}

/** A driver's manifest with the size and date of the library that it names: an update changes one of them. */
function vulkanDriver(manifest: string): string[] {
  const library = attempt(
    () => manifestSchema.parse(JSON.parse(readFileSync(manifest, 'utf8'))).ICD.library_path,
  )
  if (library === null) return []
  const path = isAbsolute(library) || !library.includes('/') ? library : join(dirname(manifest), library)
  const candidates = [path, `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/${path}`]
  const stat = candidates.map((each) => attempt(() => statSync(each))).find((each) => each !== null)
  return [`${manifest} ${library} ${stat?.size ?? '?'} ${Math.round(stat?.mtimeMs ?? 0)}`]
}

/** Vendor and device numbers of the graphics cards, as Linux lists them. */
function linuxCards(): string[] {
  return (attempt(() => readdirSync('/sys/class/drm')) ?? [])
    .filter((name) => /^card\d+$/.test(name))
    .sort()
    .map((card) =>
      ['vendor', 'device']
        .map(
          (file) =>
            attempt(() => readFileSync(`/sys/class/drm/${card}/device/${file}`, 'utf8').trim()) ?? '?',
        )
        .join(':'),
    )
}

const isVulkan = (platform: NodeJS.Platform): boolean => platform !== 'win32' && platform !== 'darwin'

/** False only if it is certain, without loading anything, that there is no adapter: no Vulkan driver is installed. */
export const hasVulkanDriver = (platform = process.platform, env: NodeJS.ProcessEnv = process.env): boolean =>
  !isVulkan(platform) || manifestPaths(env).flatMap(vulkanDriver).length > 0

/**
 * What a trial of WebGPU holds for: lab, onnxruntime, system, cards and drivers, without loading any of them. On Windows
 * and macOS a driver comes with the system, or is asked for by name when the lab starts (see state.ts).
 */
export function machineKey(env: NodeJS.ProcessEnv = process.env): string {
  return [
    `lab ${packageJson.version}`,
    `onnxruntime-node ${packageJson.dependencies['onnxruntime-node']}`,
    `${process.platform} ${process.arch} ${release()}`,
    ...(isVulkan(process.platform)
      ? [
          `nvidia ${nvidiaDriver() ?? 'none'}`,
          `cards ${linuxCards().join(' ') || 'none'}`,
          `loader ${env['LD_LIBRARY_PATH'] ?? ''}`,
          ...manifestPaths(env).flatMap(vulkanDriver),
        ]
      : []),
  ].join('; ')
}
