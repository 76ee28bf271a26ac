import { choice, list, number } from '#contract/fields.ts'

/** Limits of an entry of a typed grid. */
export const entry = { min: -1000, max: 1000 } as const

/** The kernel of parts 3a and 3b. */
export const kernelSide = number({
  label: 'Kernel side k',
  help: 'Rows and columns of the kernel w; the output has side m = n - k + 1.',
  default: 3,
  min: 1,
  max: 5,
  integer: true,
  scale: 'linear',
})

/** The images of parts 3a and 3d. */
export const imageFields = {
  dataset: choice({
    label: 'Data set',
    help: 'Automatic uses CIFAR-10 if it has been imported, otherwise the synthetic shapes10; both are converted to grey.',
    default: 'auto',
    options: [
      { value: 'auto', label: 'Automatic' },
      { value: 'cifar10', label: 'CIFAR-10' },
      { value: 'shapes10', label: 'shapes10 (synthetic)' },
    ],
  }),
  trainImages: number({
    label: 'Images',
    help: 'Number of images, taken from the start of the training set; each is used once.',
    default: 600,
    min: 2,
    max: 10_000,
    integer: true,
    scale: 'log',
  }),
}

/** Two blobs on a background; the window in the top right corner holds its maximum twice. */
const pixels = [
  [1, 3, 0, 2, 1, 0, 2, 2],
  [2, 7, 4, 1, 0, 3, 1, 0],
  [0, 5, 9, 6, 2, 1, 0, 1],
  [3, 4, 8, 5, 1, 0, 4, 3],
  [1, 2, 3, 0, 2, 6, 5, 1],
  [0, 1, 2, 4, 5, 9, 8, 4],
  [2, 0, 1, 3, 6, 8, 7, 2],
  [4, 1, 0, 2, 3, 5, 1, 0],
].flat()

/** The grid that parts 3c and 3d pool. */
export const poolingFields = {
  poolSide: number({
    label: 'Grid side',
    help: 'Rows and columns of the grid; at least 2 to the power of the number of layers.',
    default: 8,
    min: 2,
    max: 16,
    integer: true,
    scale: 'linear',
  }),
  layers: number({
    label: 'Pooling layers',
    help: 'Layers of 2 x 2 windows with stride 2, one on top of the other.',
    default: 2,
    min: 1,
    max: 4,
    integer: true,
    scale: 'linear',
  }),
  poolGrid: choice({
    label: 'Grid',
    help: 'Typed below, row by row, or drawn from the seed (normal, rounded to one decimal).',
    default: 'typed',
    options: [
      { value: 'typed', label: 'As typed' },
      { value: 'random', label: 'From the seed' },
    ],
  }),
  pixels: list({
    label: 'Pixels',
    help: 'Side times side numbers, row by row; used if the grid is typed.',
    default: pixels,
    ...entry,
    minLength: 1,
    maxLength: 256,
  }),
  poolUpstream: choice({
    label: 'Gradient dY',
    help: 'The gradient on the output: all ones, drawn from the seed, or typed below.',
    default: 'ones',
    options: [
      { value: 'ones', label: 'All ones' },
      { value: 'random', label: 'From the seed' },
      { value: 'typed', label: 'As typed' },
    ],
  }),
  outputGradient: list({
    label: 'Typed dY',
    help: 'One number for each output, row by row; used if dY is typed.',
    default: [1, 2, -1, 3],
    ...entry,
    minLength: 1,
    maxLength: 64,
  }),
}
