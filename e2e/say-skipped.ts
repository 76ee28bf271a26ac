import { electronProblem } from './electron-binary.ts'

/** Says once, before the specs, what is left out and how to enable it. */
export default function saySkipped(): void {
  const problem = electronProblem()
  if (problem !== null)
    process.stdout.write(`Skipped: the specs of a real Electron window, because ${problem}.\n`)
}
