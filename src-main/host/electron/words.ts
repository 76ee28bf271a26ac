/** What the words after the program's name ask for. */
import { resolve } from 'node:path'
import { demoEnding } from '#contract/demo.ts'

/**
 * Whether they are a command of the terminal. A file that was opened with the program has an ending, and no
 * command has one; Chromium's own switches and what macOS adds ("-psn_...") are none either. Whether such a file is
 * there is not asked: a folder may be called as a command is.
 */
export function isCommand(words: readonly string[]): boolean {
  const [first] = words
  if (first === undefined) return false
  if (['--help', '-h', '--version'].includes(first)) return true
  return !first.startsWith('-') && !first.includes('.')
}

const endings = ['.labrun', demoEnding]

/** Replay files and demos among the words, by their full paths; `folder` is that of whoever gave them. */
export const openedFiles = (words: readonly string[], folder: string): string[] =>
  words
    .filter((word) => !word.startsWith('-') && endings.some((ending) => word.toLowerCase().endsWith(ending)))
    .map((word) => resolve(folder, word))
