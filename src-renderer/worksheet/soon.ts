/**
 * A function that asks for `action` to be done: once `milliseconds` after the first of several asks, never twice at a
 * time, and once more where it was asked for while it was being done.
 */
export function soon(action: () => Promise<void>, milliseconds: number): () => void {
  let state: 'idle' | 'waiting' | 'busy' | 'again' = 'idle'
  const ask = (): void => {
    if (state === 'busy') state = 'again'
    if (state !== 'idle') return
    state = 'waiting'
    setTimeout(() => void run(), milliseconds)
  }
  const run = async (): Promise<void> => {
    state = 'busy'
    try {
      await action()
    } finally {
      const isAskedAgain = (state as string) === 'again'
      state = 'idle'
      if (isAskedAgain) ask()
    }
  }
  return ask
}
