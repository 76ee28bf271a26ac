// Typed here: parts compile without Node's types, for the page reads them too. Only trainer processes call it.
declare const setImmediate: (run: () => void) => unknown

/** Lets the process hear its messages, a stop among them; for use within a long computation between two events. */
export const breathe = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
