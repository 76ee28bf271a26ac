import open from 'open'
import { writeEntryFile, type EntryFile } from './entry-file.ts'

/** Starts the program that shows a file in the user's browser. */
export type Opener = (path: string) => Promise<{ on(event: 'error', listener: () => void): unknown }>

/**
 * Opens the user's browser at the one-time address without naming the address to any other process; returns the file
 * that leads there, to be removed when the browser has entered. Rejects when no browser can be started.
 */
export async function openBrowser(
  address: string,
  opener: Opener = open,
  places?: readonly string[],
): Promise<EntryFile> {
  const file = writeEntryFile(address, places)
  try {
    const browser = await opener(file.path)
    browser.on('error', () => undefined)
    return file
  } catch (error) {
    file.remove()
    throw error
  }
}
