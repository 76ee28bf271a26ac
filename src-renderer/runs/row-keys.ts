/** What a key does while a row of the run table has the focus. */
export type RowKey =
  | { readonly kind: 'move'; readonly isRange: boolean; to(from: number, total: number): number }
  | { readonly kind: 'select'; readonly isRange: boolean }
  | { readonly kind: 'open' | 'rename' | 'remove' }

/** Rows that Page Up and Page Down go. */
const pageRows = 10

const moves: Readonly<Record<string, (from: number, total: number) => number>> = {
  ArrowDown: (from) => from + 1,
  ArrowUp: (from) => from - 1,
  PageDown: (from) => from + pageRows,
  PageUp: (from) => from - pageRows,
  Home: () => 0,
  End: (_, total) => total - 1,
}

/** Null where the key means nothing to the table, or belongs to what has the focus within a row. */
export function rowKey(event: KeyboardEvent): RowKey | null {
  const { target, key, shiftKey } = event
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return null
  if (!target.closest('tr[data-index]') || target.matches('input:not([type=checkbox])')) return null
  const to = moves[key]
  if (to) return { kind: 'move', isRange: shiftKey, to }
  if (key === 'Delete') return { kind: 'remove' }
  if (key === 'F2') return { kind: 'rename' }
  // Enter and Space press a button, and Space ticks a box, where one has the focus.
  if (!target.matches('tr')) return null
  if (key === 'Enter') return { kind: 'open' }
  return key === ' ' ? { kind: 'select', isRange: shiftKey } : null
}
