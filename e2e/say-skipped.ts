import { electronProblem } from './electron-binary.ts'
import { isAllAsked } from './on-request.ts'

/** Says once, before the specs, what is left out and how to enable it. */
export default function saySkipped(): void {
  const problem = electronProblem()
  if (problem !== null)
    process.stdout.write(`Skipped: the specs of a real Electron window, because ${problem}.\n`)
  if (!isAllAsked) process.stdout.write('Skipped: the specs that take minutes; ALL_SPECS=1 runs them too.\n')
}
