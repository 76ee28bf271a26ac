/** X holds at most this many rows and columns. */
export const mostRows = 200
export const mostColumns = 8
/** Magnitude of the largest entry of X and of y. */
export const largestEntry = 1_000_000
