import type { ParamsOf } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import { numberValue } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { texWeights, weightsIn } from '../answer-text.ts'
import { pointFields, pointOf } from '../fields.ts'
import { leastSquares } from '../pure/theory.ts'

const title = 'Least squares without dropout'
const question =
  'Write down the ordinary least-squares solution for the single data point, and compute its numbers.'

const fields = pointFields

const w1 = numberValue('1a.w1', {
  label: 'w1',
  sentence: 'First weight of the least-squares solution of smallest norm.',
})
const w2 = numberValue('1a.w2', {
  label: 'w2',
  sentence: 'Second weight of the least-squares solution of smallest norm.',
})

/** The minimum-norm solution, and why a pseudo-inverse is needed. */
function answer(values: Values, params: ParamsOf<typeof fields>): readonly string[] {
  const { x1, x2, y } = pointOf(params)
  const square = x1 ** 2 + x2 ** 2
  if (square === 0)
    return [
      'Both inputs are zero, so no weights change the output; the solution of smallest norm is the origin.',
    ]
  const line = String.raw`${tex(x1)}\,w_1 ${x2 < 0 ? '-' : '+'} ${tex(Math.abs(x2))}\,w_2`
  const share =
    y === 0
      ? 'with target 0 that is the origin itself'
      : String.raw`it splits the output in the ratio $x_1^2 : x_2^2 = ${tex(x1 ** 2)} : ${tex(x2 ** 2)}$`
  return [
    String.raw`$X = [${tex(x1)},\ ${tex(x2)}]$ is one row, so $X^\top X$ has rank 1 and no inverse; the pseudo-inverse takes its place: $\hat w = (X^\top X)^{+} X^\top y = X^\top (X X^\top)^{-1} y = \frac{y}{\lVert x\rVert^2}\,x = \frac{${tex(y)}}{${tex(square)}}\,x = ${texWeights(weightsIn(values, { w1, w2 }))}$.`,
    String.raw`Every $w$ on the line $${line} = ${tex(y)}$ fits the point exactly. This one is the point of the line nearest the origin; ${share}.`,
  ]
}

export const part = definePart({
  id: '1a',
  title,
  shortTitle: 'Least squares',
  question,
  asks: [{ id: '', text: question, ...guidance['1a'] }],
  slots: {
    main: slot({
      title,
      trainedBy: 'typescript',
      fields,
      series: [],
      values: [w1, w2],
      tracks: () => [],
      steps: () => 0,
      train(_, params) {
        const solution = leastSquares(pointOf(params))
        return [w1.is(solution.w1), w2.is(solution.w2)]
      },
      answers: { '': answer },
    }),
  },
})
