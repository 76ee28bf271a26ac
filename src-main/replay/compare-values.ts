import type { Tolerance } from '#contract/replay.ts'
import type { Table, Value, Values } from '#contract/samples.ts'
import type { ValueDeclaration } from '#contract/values.ts'
import { formatFull } from '#text/numbers.ts'
import { isWithin } from './compare-samples.ts'

export interface ValueComparison {
  readonly compared: number
  /** Values that are not equal to the bit but within the tolerance. */
  readonly within: readonly string[]
  /** What is outside the tolerance or does not match, a sentence each. */
  readonly differences: readonly string[]
}

interface Place {
  readonly where: string
  readonly a: number | string | null
  readonly b: number | string | null
}

/** The cells that are not equal; null where the tables do not have the same columns and rows. */
function cellsThatDiffer(a: Table, b: Table): Place[] | null {
  if (a.columns.join('\n') !== b.columns.join('\n') || a.rows.length !== b.rows.length) return null
  return a.rows.flatMap((row, at) =>
    a.columns.flatMap((column, k): Place[] => {
      const [x, y] = [row[k] ?? null, b.rows[at]?.[k] ?? null]
      return x === y ? [] : [{ where: ` in row ${at + 1}, "${column}"`, a: x, b: y }]
    }),
  )
}

/** Where two values differ; empty where they are equal. Why one could not be measured is not compared. */
function placesThatDiffer({ value: a }: Value, { value: b }: Value): Place[] | null {
  if (a === null || b === null) return a === b ? [] : null
  if (typeof a === 'number' || typeof b === 'number') {
    if (typeof a !== typeof b) return null
    return a === b ? [] : [{ where: '', a: a as number, b: b as number }]
  }
  return cellsThatDiffer(a, b)
}

const inWords = (cell: number | string | null): string =>
  cell === null ? 'empty' : typeof cell === 'number' ? formatFull(cell) : `"${cell}"`

/** Compares what two runs measured; values that are read from the machine are left out. */
export function compareValues(
  recorded: Values,
  rerun: Values,
  declared: readonly ValueDeclaration[],
  tolerance: Tolerance,
): ValueComparison {
  const within: string[] = []
  const differences: string[] = []
  let compared = 0
  for (const { id, isReading, label } of declared) {
    const [a, b] = [recorded[id], rerun[id]]
    if (isReading || (!a && !b)) continue
    const name = `The value ${id} (${label})`
    if (!a || !b) {
      differences.push(`${name} was ${a ? 'not measured by the rerun' : 'not recorded'}.`)
      continue
    }
    compared++
    const places = placesThatDiffer(a, b)
    if (places === null) {
      differences.push(`${name} has another form in the rerun: not measured, or other columns or rows.`)
      continue
    }
    const outside = places.find(
      (place) =>
        typeof place.a === 'string' || typeof place.b === 'string' || !isWithin(place.a, place.b, tolerance),
    )
    if (outside)
      differences.push(
        `${name}${outside.where} is ${inWords(outside.a)} as recorded and ${inWords(outside.b)} in the rerun.`,
      )
    else if (places.length > 0) within.push(id)
  }
  return { compared, within, differences }
}
