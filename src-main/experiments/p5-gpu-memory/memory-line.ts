import { fitLine, type LineFit } from '#numeric/line-fit.ts'

export type Line = Pick<LineFit, 'slope' | 'intercept'>

/** The least-squares line through readings; null for fewer than two different x. */
export const fittedLine = (xs: readonly number[], ys: readonly number[]): Line | null =>
  new Set(xs).size < 2 ? null : fitLine(xs, ys)
