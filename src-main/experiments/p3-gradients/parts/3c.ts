import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { poolingFields } from '../fields.ts'
import { answer3c } from '../pooling-answer.ts'
import { trainPooling } from '../pooling-training.ts'
import { poolingRefusal, poolingWarnings } from '../pure/pooling-grid.ts'
import { poolingValues } from '../pure/pooling-values.ts'

const question =
  'A network consists only of 2 × 2 max-pooling layers: what is $dX$? And if it consists only of 2 × 2 average-pooling layers? Begin with one window whose top left pixel is the largest, then take any number of layers.'

export const part = definePart({
  id: '3c',
  title: 'Gradients through pooling',
  shortTitle: 'Pooling',
  question,
  asks: [{ id: '', text: question, ...guidance['3c'] }],
  slots: {
    main: slot({
      title: 'Gradients through pooling',
      trainedBy: 'typescript',
      defaultsAre: 'ours',
      fields: poolingFields,
      // A step is a layer, counted from the output.
      series: [
        { id: 'share', label: 'Share of nonzeros', unit: '', role: 'training' },
        { id: 'shareTheory', label: 'Share of nonzeros, derived', unit: '', role: 'theory' },
        { id: 'norm', label: 'Gradient norm', unit: '', role: 'weight' },
        { id: 'normTheory', label: 'Gradient norm, derived', unit: '', role: 'theory' },
      ],
      values: Object.values(poolingValues),
      tracks: () => ['max', 'average'],
      steps: ({ layers }) => 2 * layers,
      refusal: poolingRefusal,
      warnings: poolingWarnings,
      train: trainPooling,
      answers: { '': answer3c },
    }),
  },
})
