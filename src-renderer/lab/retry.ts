/** Seconds before each try to reach the lab again; after the last one the page waits to be asked. */
const pauses = [1, 1, 2, 4, 8, 15, 30, 30, 30, 60, 60, 60] as const

/** Tries after which the page says that something is wrong. */
export const triesBeforeWarning = 5
/** A line that held for so long was a good one: the count begins anew. */
export const goodAfterSeconds = 10

/** Seconds to wait before the next try, after so many that failed; null: try no more unless somebody asks. */
export const pauseBefore = (failed: number): number | null => pauses[failed] ?? null
