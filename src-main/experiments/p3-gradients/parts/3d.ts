import { number } from '#contract/fields.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { answer3d } from '../comparison-answer.ts'
import { trainComparison } from '../comparison-training.ts'
import { imageFields, poolingFields } from '../fields.ts'
import { poolingRefusal, poolingWarnings } from '../pure/pooling-grid.ts'
import { comparisonValues } from '../pure/pooling-values.ts'

const fields = {
  ...poolingFields,
  spike: number({
    label: 'Noise on one pixel',
    help: 'Added to one pixel, and subtracted from it, as a fraction of the whole range: of the grid from its smallest to its largest pixel, of the images from black to white.',
    default: 1,
    min: 0.001,
    max: 100,
    scale: 'log',
  }),
  dataset: imageFields.dataset,
  trainImages: { ...imageFields.trainImages, default: 200 },
}

const question = 'What are the advantages of max pooling, and what are those of average pooling?'

export const part = definePart({
  id: '3d',
  title: 'Max against average pooling',
  shortTitle: 'Max or average',
  question,
  asks: [{ id: '', text: question, ...guidance['3d'] }],
  slots: {
    main: slot({
      title: 'Max against average pooling',
      trainedBy: 'typescript',
      defaultsAre: 'ours',
      fields,
      // A step is an image; each value is the mean over the images so far.
      series: [
        { id: 'shift', label: 'Change by a shift', unit: '', role: 'weight' },
        { id: 'bright', label: 'Change by a bright pixel', unit: '', role: 'weight' },
        { id: 'dark', label: 'Change by a dark pixel', unit: '', role: 'weight' },
      ],
      values: Object.values(comparisonValues),
      tracks: () => ['max', 'average'],
      steps: ({ trainImages }) => 2 * trainImages,
      refusal: poolingRefusal,
      warnings: poolingWarnings,
      train: trainComparison,
      answers: { '': answer3d },
    }),
  },
})
