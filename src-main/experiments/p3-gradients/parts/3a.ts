import { choice, list, number } from '#contract/fields.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { entry, imageFields, kernelSide } from '../fields.ts'
import { answer3a } from '../kernel-answer.ts'
import { trainKernel } from '../kernel-training.ts'
import { kernelValues } from '../pure/kernel-values.ts'
import { microscopeRefusal } from '../pure/microscope.ts'

/** A bright bar on a dark background, in whole numbers so that every product can be followed in the head. */
const image = [
  0, 0, 3, 3, 0, 0, 0, 1, 4, 4, 1, 0, 0, 0, 4, 3, 0, 0, 1, 0, 3, 4, 0, 1, 0, 0, 4, 4, 0, 0, 0, 1, 3, 3, 0, 0,
]
const kernel = [-1, 0, 1, -2, 0, 2, -1, 0, 1]
const upstream = [1, 0, -1, 0, 0, 2, 0, -2, -1, 0, 1, 0, 0, -1, 0, 1]

const fields = {
  imageSide: number({
    label: 'Image side n',
    help: 'Rows and columns of the image X.',
    default: 6,
    min: 1,
    max: 12,
    integer: true,
    scale: 'linear',
  }),
  kernelSide,
  grids: choice({
    label: 'Grids',
    help: 'Typed below, row by row, or drawn from the seed (normal, rounded to one decimal).',
    default: 'typed',
    options: [
      { value: 'typed', label: 'As typed' },
      { value: 'random', label: 'From the seed' },
    ],
  }),
  image: list({
    label: 'Image X',
    help: 'n times n numbers, row by row; used if the grids are typed.',
    default: image,
    ...entry,
    minLength: 1,
    maxLength: 144,
  }),
  kernel: list({
    label: 'Kernel w',
    help: 'k times k numbers, row by row; used if the grids are typed.',
    default: kernel,
    ...entry,
    minLength: 1,
    maxLength: 25,
  }),
  loss: choice({
    label: 'Loss',
    help: 'Half the squared error with respect to a target T, so that dY = Y - T; or any loss, with dY given.',
    default: 'given',
    options: [
      { value: 'given', label: 'dY is given' },
      { value: 'squared', label: 'Half the squared error to T' },
    ],
  }),
  upstream: list({
    label: 'Given dY, or target T',
    help: 'm times m numbers, row by row: dY if it is given, otherwise the target; used if the grids are typed.',
    default: upstream,
    ...entry,
    minLength: 1,
    maxLength: 144,
  }),
  learningRate: number({
    label: 'Step size',
    help: 'The learning rate of the single SGD step on this image.',
    default: 0.1,
    min: 0,
    max: 10,
    scale: 'linear',
  }),
  filter: choice({
    label: 'Filter to learn',
    help: 'The target of the training on many images is the output of this filter, of side k, on each image.',
    default: 'vertical',
    options: [
      { value: 'vertical', label: 'Vertical edges' },
      { value: 'horizontal', label: 'Horizontal edges' },
      { value: 'blur', label: 'Blur' },
    ],
  }),
  imagesRate: number({
    label: 'Learning rate, many images',
    help: 'Step size of the training on many images: one image a step, half the mean squared error over its outputs.',
    default: 2,
    min: 1e-4,
    max: 100,
    scale: 'log',
  }),
  ...imageFields,
}

const question =
  'Find the gradient of the loss with respect to the kernel $w$ from $X$ and $dY$, and $w$ after one SGD step on one image. What are the weights of a trained CNN, then, and does a CNN memorise its images?'

export const part = definePart({
  id: '3a',
  title: 'Gradient of the kernel',
  shortTitle: 'Kernel gradient',
  question,
  asks: [{ id: '', text: question, ...guidance['3a'] }],
  slots: {
    main: slot({
      title: 'Gradient of the kernel',
      trainedBy: 'typescript',
      defaultsAre: 'ours',
      fields,
      // A step is an image.
      series: [
        { id: 'loss', label: 'Loss on each image', unit: '', role: 'training' },
        { id: 'distance', label: 'Distance to the filter', unit: '', role: 'weight' },
      ],
      values: Object.values(kernelValues),
      tracks: () => ['images'],
      steps: ({ trainImages }) => trainImages,
      refusal: microscopeRefusal,
      train: trainKernel,
      answers: { '': answer3a },
    }),
  },
})
