interface Row {
  readonly cells: readonly (number | string | null)[]
}

/** Rows in the order of one of their cells, equal ones as they were; what is null or NaN comes last either way. */
export function sortedRows<R extends Row>(rows: readonly R[], place: number, isRising: boolean): R[] {
  const isMissing = (cell: number | string | null | undefined): boolean =>
    cell === null || cell === undefined || Number.isNaN(cell)
  return rows.toSorted((a, b) => {
    const [x, y] = [a.cells[place], b.cells[place]]
    if (isMissing(x) || isMissing(y)) return Number(isMissing(x)) - Number(isMissing(y))
    const order =
      typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'en')
    return isRising ? order : -order
  })
}
