import { RunError } from '#runs/run-error.ts'

/** The refusal of a request for a worksheet that is not there. */
export const noSuchWorksheet = (id: string): RunError =>
  new RunError(`There is no worksheet "${id}"; it may have been deleted.`, 'worksheet')

/** One sentence for a change that the file system refused; other errors as they are. */
export function saveProblem(error: unknown, folder: string): Error {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Error(
      `Not saved: the disk that holds ${folder} is full. Free some space; what you typed stays on the screen until it is saved.`,
    )
  if (code !== '')
    return new Error(
      `Not saved: ${folder} cannot be written (${(error as Error).message}). Give the lab write permission; what you typed stays on the screen until it is saved.`,
    )
  return error as Error
}
