/** The formulas of problem 2 with their current values written under each term, as TeX. */
import type { ObjectiveTerms } from '#experiments/p2-regularization/pure/dropout-objective.ts'
import { at, type Matrix } from '#numeric/linear-algebra.ts'
import { tex } from '#text/number-tex.ts'

const under = (term: string, value: number): string => String.raw`\underbrace{${term}}_{${tex(value)}}`
/** As many digits as are printed. */
const rounded = (value: number): number => Number(value.toPrecision(4))
/** Whether the terms as printed add up to the sum as printed, or only about. */
const equals = (terms: readonly number[], sum: number): string =>
  rounded(terms.map(rounded).reduce((a, b) => a + b, 0)) === rounded(sum) ? '=' : String.raw`\approx`
/** Columns on one line of an expansion. */
const perLine = 3

const inLines = (terms: readonly string[], joint: string): string =>
  terms
    .map((term, j) =>
      j > 0 && j % perLine === 0 ? String.raw`\\&\quad ${joint} ${term}` : `${j > 0 ? joint : ''} ${term}`,
    )
    .join(' ')

/** Part a: the closed form, column by column, with the value of each term at these weights. */
export function expansion(
  { fit, penalties, total }: ObjectiveTerms,
  norms: readonly number[],
  w: readonly number[],
  keep: number,
): string {
  const columns = norms.map(
    (norm, j) =>
      under(String.raw`\lVert X_{:${j + 1}}\rVert^2`, norm ** 2) +
      String.raw`\,` +
      under(`w_{${j + 1}}^2`, (w[j] ?? NaN) ** 2),
  )
  return String.raw`\begin{aligned}
    \mathbb E\,\lVert y - (R\odot X)w\rVert^2 &= ${under(String.raw`\lVert y - pXw\rVert^2`, fit)} + ${under('p(1-p)', keep * (1 - keep))}\,\Big(${inLines(columns, '+')}\Big) \\
    &= ${tex(fit)} + ${inLines(penalties.map(tex), '+')} ${equals([fit, ...penalties], total)} ${tex(total)}
  \end{aligned}`
}

/** Part b: Γ with the value of its factor and of its diagonal. */
export function gammaValues(gamma: readonly number[], keep: number): string {
  const factor = under(String.raw`\sqrt{\tfrac{1-p}{p}}`, Math.sqrt((1 - keep) / keep))
  // Many numbers take a line of their own.
  const next = gamma.length > 4 ? String.raw`\\ &=` : '='
  return String.raw`\begin{aligned}\Gamma &= ${factor}\,\mathrm{diag}\big(\lVert X_{:1}\rVert,\dots,\lVert X_{:d}\rVert\big) ${next} \mathrm{diag}\big(${gamma.map(tex).join(',\\ ')}\big)\end{aligned}`
}

/** A small square matrix; a diagonal one by its diagonal. */
export function matrixTex(matrix: Matrix): string {
  const rows = Array.from({ length: matrix.rows }, (_, i) =>
    Array.from({ length: matrix.columns }, (__, j) => at(matrix, i, j)),
  )
  const isDiagonal = rows.every((row, i) => row.every((value, j) => i === j || value === 0))
  if (isDiagonal)
    return String.raw`\mathrm{diag}\big(${rows.map((row, i) => tex(row[i] ?? NaN)).join(',\\ ')}\big)`
  return String.raw`\begin{bmatrix}${rows.map((row) => row.map(tex).join(' & ')).join(String.raw` \\ `)}\end{bmatrix}`
}
