/** Moving through cells with keys, as the ARIA grid pattern has it; shared by all grids of pictures and numbers. */

export interface GridShape {
  readonly count: number
  readonly columns: number
}

interface Keys {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/**
 * The index that a key leads to from `index`: arrows to the neighbour (never round an end), Home and End to the
 * ends of the row, with Ctrl to the first and the last of all. null where the key means nothing here.
 */
export function movedIndex(
  { key, ctrlKey, metaKey, altKey }: Keys,
  index: number,
  { count, columns }: GridShape,
): number | null {
  if (altKey || metaKey) return null
  const column = index % columns
  const isTotal = ctrlKey && (key === 'Home' || key === 'End')
  if (ctrlKey && !isTotal) return null
  switch (key) {
    case 'ArrowLeft':
      return column > 0 ? index - 1 : index
    case 'ArrowRight':
      return column < columns - 1 && index < count - 1 ? index + 1 : index
    case 'ArrowUp':
      return index >= columns ? index - columns : index
    case 'ArrowDown':
      return index + columns < count ? index + columns : index
    case 'Home':
      return isTotal ? 0 : index - column
    case 'End':
      return isTotal ? count - 1 : Math.min(count - 1, index - column + columns - 1)
    default:
      return null
  }
}
