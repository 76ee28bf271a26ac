// Every process that trains has these; the parts compile without the types of Node.
declare const performance: { now(): number }
declare const setImmediate: (callback: () => void) => unknown

/** Seconds on a clock that only runs forward. */
export const secondsNow = (): number => performance.now() / 1000

/** Lets messages to this process arrive: a call of an engine blocks its thread. */
export const breathe = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
