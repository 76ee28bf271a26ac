/** Data as text, a row a line, the target last: how the data editor shows and reads them. */
import Papa from 'papaparse'
import type { LinearData } from '#experiments/p2-regularization/pure/dropout-objective.ts'
import { at } from '#numeric/linear-algebra.ts'
import { readNumber } from '#text/read-number.mjs'
import { counted } from '#text/words.ts'
import { largestEntry, mostColumns, mostRows } from '#experiments/p2-regularization/pure/limits.ts'

/** What was read, or one sentence on what could not be. */
export type PastedData =
  | { readonly givenX: readonly number[]; readonly givenY: readonly number[]; readonly problem: null }
  | { readonly problem: string }

const nameOf = (column: number, columns: number): string => (column === columns - 1 ? 'y' : `x${column + 1}`)

/** The data as CSV with a line of names above. */
export function dataText({ x, y }: LinearData): string {
  const names = Array.from({ length: x.columns + 1 }, (_, j) => nameOf(j, x.columns + 1))
  const rows = y.map((target, i) => [...Array.from({ length: x.columns }, (_, j) => at(x, i, j)), target])
  return Papa.unparse([names, ...rows], { newline: '\n' })
}

/** "nan", "NA", "inf", "-Infinity": what programs write for a number that is none; never the name of a column. */
const notANumber = /^[+\-\u2212]?(nan|na|n\/a|null|none|inf|infinity|∞)$/i
/** A cell that begins as a number does was meant as one. */
const isName = (cell: string): boolean =>
  cell !== '' && !notANumber.test(cell) && !/^[+\-\u2212\u2013]?[.,]?\d/.test(cell)

/** What is wrong with a row of cells, as a sentence, or null. `row` counts from 1, without the line of names. */
function rowProblem(cells: readonly string[], row: number, columns: number): string | null {
  if (cells.length !== columns)
    return `Row ${row} has ${counted(cells.length, 'entry', 'entries')}, but row 1 has ${columns}; give every row the same number.`
  for (const [column, cell] of cells.entries()) {
    const where = `Row ${row}, column ${column + 1} (${nameOf(column, columns)})`
    const { value, problem } = readNumber(cell)
    if (problem !== null) return `${where}: ${problem}`
    if (Math.abs(value) > largestEntry)
      return `${where}: ${cell} is too large; use numbers between -${largestEntry} and ${largestEntry}.`
  }
  return null
}

/**
 * The cells of each row. Tabs or semicolons separate where there are any, so that a comma may stand before decimals;
 * else commas do, else spaces.
 */
function cellsOf(text: string): readonly (readonly string[])[] {
  const delimiter = ['\t', ';', ','].find((mark) => text.includes(mark)) ?? ' '
  const { data } = Papa.parse<string[]>(text, {
    delimiter,
    skipEmptyLines: 'greedy',
    transform: (cell) => cell.trim(),
  })
  return delimiter === ' ' ? data.map((row) => row.filter((cell) => cell !== '')) : data
}

/**
 * Reads rows of numbers separated by tabs, semicolons, commas or spaces, with or without a line of names; the last
 * column is y. The first mistake is named with its row and column.
 */
export function readData(text: string): PastedData {
  const rows = cellsOf(text.trim())
  const [first = []] = rows
  const hasNames = first.length > 0 && first.every(isName)
  const body = hasNames ? rows.slice(1) : rows
  const columns = body[0]?.length ?? 0
  if (body.length === 0)
    return { problem: 'There are no rows; write one per line, such as 10,1,11 for x1, x2 and y.' }
  if (columns < 2 || columns > mostColumns + 1)
    return {
      problem: `Row 1 has ${counted(columns, 'entry', 'entries')}; a row needs 1 to ${mostColumns} numbers of X and then y, separated by commas, semicolons or tabs.`,
    }
  if (body.length > mostRows)
    return { problem: `There are ${body.length} rows; at most ${mostRows} can be used, so remove some.` }
  for (const [at, cells] of body.entries()) {
    const problem = rowProblem(cells, at + 1, columns)
    if (problem !== null) return { problem }
  }
  const numbers = body.map((row) => row.map((cell) => readNumber(cell).value ?? NaN))
  return {
    givenX: numbers.flatMap((row) => row.slice(0, -1)),
    givenY: numbers.map((row) => row.at(-1) ?? NaN),
    problem: null,
  }
}
