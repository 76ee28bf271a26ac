/** A recording cannot go on, or cannot be kept; the message is for the person who records. */
export class RecordingError extends Error {}

/** One sentence for what the file system said while a recording was written to `folder`. */
export function writingProblem(error: unknown, folder: string): RecordingError {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new RecordingError(
      `The recording has ended: the disk that holds ${folder} is full. What was recorded is kept; free some space before the next one.`,
    )
  return new RecordingError(
    `The recording has ended: ${folder} cannot be written (${message}). What was recorded is kept as far as it was written.`,
  )
}
