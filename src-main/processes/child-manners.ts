/**
 * What every child process of the lab does first. Where a terminal's Ctrl-C and its end reach it (Electron's children,
 * Windows), the lab hears them too and stops its children in order. What they write is for the user alone, and a standard error that
 * cannot be written to any more (its terminal was closed) ends none of them.
 */
export function keepChildManners(): void {
  process.umask(0o077)
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  process.stderr.on('error', () => undefined)
}
