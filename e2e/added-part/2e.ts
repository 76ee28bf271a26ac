import { number } from '#contract/fields.ts'
import { numbers, tableValue } from '#contract/values.ts'
import { definePart, slot } from '../../part.ts'

const squares = tableValue('2e.squares', {
  label: 'Squares',
  sentence: 'Each whole number up to the last, and its square.',
  columns: { n: numbers('number'), square: numbers('square') },
})

export const part = definePart({
  id: '2e',
  title: 'A part added by a test',
  question: 'How do squares grow?',
  asks: [
    {
      id: '',
      text: 'What is the square of the last number?',
      hint: 'A square is a product.',
      steps: ['Multiply the last number by itself.'],
    },
  ],
  slots: {
    main: slot({
      title: 'Squares',
      trainedBy: 'typescript',
      fields: {
        last: number({ label: 'Last number', help: 'Where to end.', default: 5, min: 1, max: 1000 }),
      },
      series: [{ id: 'square', label: 'Square', unit: '', role: 'training' }],
      values: [squares],
      tracks: () => ['main'],
      steps: ({ last }) => last,
      *train(_, { last }) {
        const rows = Array.from({ length: last }, (_, i) => ({ n: i + 1, square: (i + 1) ** 2 }))
        for (const { n, square } of rows) yield { type: 'sample', track: 'main', step: n, values: { square } }
        yield squares.is(rows)
      },
      answers: { '': (values) => [`It is ${squares.of(values)?.at(-1)?.square}.`] },
    }),
  },
})
