/** Runs that the charts can show together and stay readable. */
export const mostCompared = 8
