/** One sentence for a submission that the file system refused; other errors as they are. */
export function writtenProblem(error: unknown, folder: string): Error {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Error(
      `The submission was not written: the disk that holds ${folder} is full. Free some space, or name another folder, and try again; your worksheet is unchanged.`,
    )
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new Error(
      `The submission was not written: ${folder} is a file and not a folder. Name another folder, and try again.`,
    )
  if (code !== '')
    return new Error(
      `The submission was not written: ${folder} cannot be written (${(error as Error).message}). Give the lab write permission, or name another folder, and try again.`,
    )
  return error instanceof Error ? error : new Error(String(error))
}
