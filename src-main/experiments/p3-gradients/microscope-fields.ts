/** Part a: the grids of the backward pass, and the training on many images. */
const only = ['3a']
const entry = { min: -1000, max: 1000 } as const

/** A bright bar on a dark ground, whole numbers so that every product can be followed in the head. */
const image = [
  0, 0, 3, 3, 0, 0, 0, 1, 4, 4, 1, 0, 0, 0, 4, 3, 0, 0, 1, 0, 3, 4, 0, 1, 0, 0, 4, 4, 0, 0, 0, 1, 3, 3, 0, 0,
]
const kernel = [-1, 0, 1, -2, 0, 2, -1, 0, 1]
const upstream = [1, 0, -1, 0, 0, 2, 0, -2, -1, 0, 1, 0, 0, -1, 0, 1]

export const microscopeFields = [
  {
    kind: 'number',
    name: 'imageSide',
    label: 'Image side n',
    help: 'Rows and columns of the image X.',
    default: 6,
    min: 1,
    max: 12,
    integer: true,
    scale: 'linear',
    onlyFor: only,
  },
  {
    kind: 'number',
    name: 'kernelSide',
    label: 'Kernel side k',
    help: 'Rows and columns of the kernel w; the output has side m = n - k + 1.',
    default: 3,
    min: 1,
    max: 5,
    integer: true,
    scale: 'linear',
    onlyFor: ['3a', '3b'],
  },
  {
    kind: 'choice',
    name: 'grids',
    label: 'Grids',
    help: 'As typed below, row by row, or drawn from the seed (normal, to one decimal).',
    default: 'typed',
    options: [
      { value: 'typed', label: 'As typed' },
      { value: 'random', label: 'From the seed' },
    ],
    onlyFor: only,
  },
  {
    kind: 'numbers',
    name: 'image',
    label: 'Image X',
    help: 'n times n numbers, row by row; used where the grids are typed.',
    default: image,
    ...entry,
    minLength: 1,
    maxLength: 144,
    onlyFor: only,
  },
  {
    kind: 'numbers',
    name: 'kernel',
    label: 'Kernel w',
    help: 'k times k numbers, row by row; used where the grids are typed.',
    default: kernel,
    ...entry,
    minLength: 1,
    maxLength: 25,
    onlyFor: only,
  },
  {
    kind: 'choice',
    name: 'loss',
    label: 'Loss',
    help: 'Half the squared error to a target T, so that dY = Y - T; or a dY that is given.',
    default: 'given',
    options: [
      { value: 'given', label: 'dY is given' },
      { value: 'squared', label: 'Half the squared error to T' },
    ],
    onlyFor: only,
  },
  {
    kind: 'numbers',
    name: 'upstream',
    label: 'Given dY, or target T',
    help: 'm times m numbers, row by row: dY where it is given, else the target; used where the grids are typed.',
    default: upstream,
    ...entry,
    minLength: 1,
    maxLength: 144,
    onlyFor: only,
  },
  {
    kind: 'number',
    name: 'learningRate',
    label: 'Step size',
    help: 'The learning rate of the one SGD step on this image.',
    default: 0.1,
    min: 0,
    max: 10,
    scale: 'linear',
    onlyFor: only,
  },
  {
    kind: 'choice',
    name: 'filter',
    label: 'Filter to learn',
    help: 'The target of the training on many images is what this filter of side k makes of each image.',
    default: 'vertical',
    options: [
      { value: 'vertical', label: 'Vertical edges' },
      { value: 'horizontal', label: 'Horizontal edges' },
      { value: 'blur', label: 'Blur' },
    ],
    onlyFor: only,
  },
  {
    kind: 'number',
    name: 'imagesRate',
    label: 'Learning rate, many images',
    help: 'Step size of the training on many images, one image a step, mean squared error.',
    default: 2,
    min: 1e-4,
    max: 100,
    scale: 'log',
    onlyFor: only,
  },
] as const
