/** What the words after the program's name ask for. */
import { existsSync } from 'node:fs'

/**
 * Whether they are a command of the terminal. A file that was opened with the program is none, nor are Chromium's own
 * switches and what macOS adds ("-psn_...").
 */
export function isCommand(words: readonly string[]): boolean {
  const [first] = words
  if (first === undefined) return false
  if (['--help', '-h', '--version'].includes(first)) return true
  return !first.startsWith('-') && !existsSync(first)
}
