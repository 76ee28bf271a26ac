/** The part of a standard stream that is needed. */
export interface OutputStream {
  write(text: string): unknown
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
}

/**
 * What writes texts to a standard stream and never throws: a full disk, a closed pipe or a closed terminal is reported
 * once to `onProblem`, and what follows is dropped.
 */
export function guardedWriter(
  stream: OutputStream,
  onProblem: (error: NodeJS.ErrnoException) => void = () => undefined,
): (text: string) => void {
  let isBroken = false
  const fail = (error: NodeJS.ErrnoException): void => {
    if (isBroken) return
    isBroken = true
    onProblem(error)
  }
  stream.on('error', fail)
  return (text) => {
    if (isBroken) return
    try {
      stream.write(text)
    } catch (error) {
      fail(error as NodeJS.ErrnoException)
    }
  }
}

/** The sentence for a standard output that cannot be written to, other than because its reader has gone. */
export const outputProblem = ({ code, message }: NodeJS.ErrnoException): string =>
  `Standard output cannot be written to (${code === 'ENOSPC' ? 'its disk is full' : message}); nothing more is ` +
  'printed there. A run that is under way goes on and is kept in the data folder.'
