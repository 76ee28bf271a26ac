/**
 * `next` with those entries of `before` in it that are the same in every property, so that what is drawn from an entry is
 * not drawn again when another changed; `before` itself where all are.
 */
export function keepEntries<T extends object>(before: readonly T[], next: readonly T[]): readonly T[] {
  const kept = next.map((entry, index) => {
    const old = before[index]
    return old && isSame(old, entry) ? old : entry
  })
  return kept.length === before.length && kept.every((entry, index) => entry === before[index])
    ? before
    : kept
}

function isSame<T extends object>(a: T, b: T): boolean {
  for (const key in b) if (!Object.is(a[key], b[key])) return false
  return true
}
