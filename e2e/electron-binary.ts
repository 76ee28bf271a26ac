import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../node_modules/electron/', import.meta.url)

/** Electron's binary, or null. Looked for here because requiring the package would start a download. */
export function findElectron(): string | null {
  const named = new URL('path.txt', folder)
  if (!existsSync(named)) return null
  const binary = fileURLToPath(new URL(`dist/${readFileSync(named, 'utf8')}`, folder))
  return existsSync(binary) ? binary : null
}

/** Why the specs cannot drive a real Electron window here, with what to do about it; null when they can. */
export function electronProblem(): string | null {
  if (findElectron() === null) return 'its binary is not installed; run "npx install-electron"'
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)
    return 'there is no display; run the tests under xvfb-run'
  return null
}
