import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { problem } from '#experiments/p2-regularization/problem.ts'
import { dropoutObjective } from '#experiments/p2-regularization/pure/dropout-objective.ts'
import { columnNorms } from '#experiments/p2-regularization/pure/column-norms.ts'
import { diagonal, matrixOf } from '#numeric/linear-algebra.ts'
import { tex } from '#text/number-tex.ts'
import { richPieces } from '#text/rich-text.ts'
import { rangeOfDistances } from './distance-range.ts'
import { expansion, gammaValues, matrixTex } from './terms.ts'

/** Throws on any TeX that KaTeX does not know. */
const typeset = (source: string): string =>
  katex.renderToString(source, { throwOnError: true, strict: 'error' })
const inText = (text: string): string[] =>
  richPieces(text).flatMap(({ kind, content }) => (kind === 'tex' ? [typeset(content)] : []))

describe('the formulas', () => {
  it('do not equate rounded terms with a sum that they do not add up to', () => {
    const terms = { fit: 4.998607, penalties: [1.057553, 0.88224], total: 6.938399 }
    const text = expansion({ ...terms }, [1.5, 4.1], [1.5, -0.5], 0.7)
    expect(text).toContain(String.raw`\approx 6.938`)
    expect(text).not.toContain('= 6.938')
  })

  it('of questions can be typeset', () => {
    for (const { question } of problem.parts) expect(inText(question).length).toBeGreaterThan(0)
  })

  it.each([1, 3, 4, 8])('with values can be typeset for %i columns and hold the values', (d) => {
    const x = matrixOf(2, d, (i, j) => (i + 1) * 10 ** (j - 4))
    const w = Array.from({ length: d }, (_, j) => 10 ** (4 - j))
    const terms = dropoutObjective({ x, y: [1, 2] }, w, 0.5)
    const text = expansion(terms, columnNorms(x), w, 0.5)
    typeset(text)
    expect(text).toContain(`= ${tex(terms.total)}`)
    for (const penalty of terms.penalties) expect(text).toContain(tex(penalty))
    expect(typeset(gammaValues(w, 0.5))).toContain('diag')
    typeset(matrixTex(diagonal(w)))
    typeset(matrixTex(x.columns === 1 ? x : matrixOf(d, d, (i, j) => i - j)))
  })
})

it('the distance axis spans whole decades of what was measured', () => {
  const trace = (y: number[]) => ({
    id: '',
    label: '',
    color: '1' as const,
    x: y,
    y,
    length: y.length,
    version: 0,
  })
  expect(rangeOfDistances([trace([0.9, 0.02, NaN, 0]), trace([0.0051])])).toEqual([0.001, 1])
  expect(rangeOfDistances([trace([1])])).toEqual([1, 10])
  expect(rangeOfDistances([])).toBeUndefined()
})
