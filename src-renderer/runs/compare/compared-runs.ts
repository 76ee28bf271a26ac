/** Runs that the charts can show together and stay readable. */
export const mostCompared = 8

/** The ids in the address of a comparison ("id,id"), each once, in their order. */
export const addressedRuns = (address: string): readonly string[] => [
  ...new Set(address.split(',').filter((id) => /^[a-z0-9][a-z0-9-]{0,79}$/.test(id))),
]
