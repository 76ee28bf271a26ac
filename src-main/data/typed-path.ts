import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The path that a person means: without the quotes that "Copy as path" puts around it, from the address of a file
 * that a file manager or browser copies, and with the user's own folder for "~", as a shell reads it.
 */
export function typedPath(text: string, userFolder: string = homedir()): string {
  const bare = /^(["'])(.+)\1$/.exec(text.trim())?.[2] ?? text.trim()
  if (/^file:\/\//i.test(bare))
    try {
      return fileURLToPath(bare)
    } catch {
      return bare // another machine's file, or no address after all: said to be missing
    }
  return /^~(?=$|[\\/])/.test(bare) ? join(userFolder, bare.slice(1)) : bare
}
