/** The fields of problem 4; the defaults are the homework's where all its parts agree. */
import { choice, list, number } from '#contract/fields.ts'

const generator = choice({
  label: 'Image generator',
  help: 'Spring 2023 is the first version, with its faults: some images labelled as edges show no band, and crossings lie on the diagonal.',
  default: 'corrected',
  options: [
    { value: 'corrected', label: 'Corrected' },
    { value: 'spring2023', label: 'Spring 2023' },
  ],
})

const perClass = list({
  label: 'Training images per class',
  help: 'Every network is trained once with each of these numbers of images; a smaller set is part of a larger one.',
  default: [10, 20, 30, 50, 100],
  min: 1,
  max: 1000,
  minLength: 1,
  maxLength: 12,
  isSweep: true,
})

const images = number({
  label: 'Training images per class',
  help: 'Images of each class that the networks are trained on.',
  default: 10,
  min: 1,
  max: 1000,
  integer: true,
  scale: 'log',
})

const seeds = number({
  label: 'Seeds',
  help: 'Number of repetitions, each with new images and initial weights: the run’s seed and those after it. Results are shown as mean and range.',
  default: 1,
  min: 1,
  max: 10,
  integer: true,
})

const epochs = number({
  label: 'Epochs',
  help: 'Number of times every network sees each of its training images.',
  default: 30,
  min: 1,
  max: 2000,
  integer: true,
  scale: 'log',
})

const batchSize = number({
  label: 'Batch size',
  help: 'Images in a training step; the last step of an epoch may have fewer.',
  default: 10,
  min: 1,
  max: 1024,
  integer: true,
  scale: 'log',
})

const learningRate = number({
  label: 'Learning rate',
  help: 'Step size of SGD with momentum.',
  default: 0.01,
  min: 1e-5,
  max: 1,
  scale: 'log',
})

const momentum = number({
  label: 'Momentum',
  help: 'Fraction of the velocity kept at each step.',
  default: 0.9,
  min: 0,
  max: 1,
  isMaxExcluded: true,
  scale: 'linear',
})

const kernel = number({
  label: 'Kernel size',
  help: 'Side of the filters in both convolutions of the CNN.',
  unit: 'pixels',
  default: 7,
  min: 1,
  max: 27,
  integer: true,
  scale: 'linear',
})

const validationImages = number({
  label: 'Validation images',
  help: 'Images of each class that are never trained on.',
  default: 50,
  min: 1,
  max: 500,
  integer: true,
  scale: 'log',
})

/** Of a sweep over numbers of training images. */
export const sweepFields = {
  generator,
  perClass,
  seeds,
  epochs,
  batchSize,
  learningRate,
  momentum,
  kernel,
  validationImages,
}

/** Of the parts after the third. */
export const laterSweepFields = {
  ...sweepFields,
  perClass: { ...perClass, default: [10, 30, 50, 100] },
  epochs: { ...epochs, default: 300 },
}

export const overfitFields = {
  generator,
  images,
  seeds,
  epochs: { ...epochs, default: 500 },
  batchSize: { ...batchSize, default: 32 },
  learningRate,
  momentum,
  kernel,
}

/** 4c, where the MLP alone is trained on more images too. */
export const procedureFields = {
  generator,
  perClass,
  mlpPerClass: list({
    label: 'More images, for the MLP alone',
    help: 'Further numbers of images per class for the MLP alone, to see how many it needs to match the CNN.',
    default: [200, 500],
    min: 1,
    max: 2000,
    minLength: 0,
    maxLength: 6,
    isSweep: true,
  }),
  seeds,
  epochs: { ...epochs, default: 150 },
  batchSize,
  learningRate,
  momentum,
  kernel,
  validationImages,
}

export const kernelSweepFields = {
  generator,
  images: { ...images, default: 50 },
  seeds: { ...seeds, default: 2 },
  epochs: { ...epochs, default: 300 },
  batchSize,
  learningRate,
  momentum,
  kernels: list({
    label: 'Kernel sizes',
    help: 'The CNN is trained once with each of these filter sizes.',
    unit: 'pixels',
    // At the homework's learning rate networks with larger filters fell back to chance with every seed tried, and
    // training them took three quarters of the time.
    default: [1, 3, 5, 7, 11, 15],
    homework: [1, 3, 5, 7, 11, 15, 21, 27],
    min: 1,
    max: 27,
    minLength: 1,
    maxLength: 14,
    isSweep: true,
  }),
  validationImages,
}

/** The grid of the hyper-parameter search, of the CNN and the MLP. */
export const searchFields = {
  generator,
  images: { ...images, default: 20 },
  seeds,
  epochs: { ...epochs, default: 120 },
  validationImages,
  searchRates: list({
    label: 'Learning rates to try',
    help: 'The CNN is trained with every combination of these lists, the MLP with every combination of rate, momentum and batch size.',
    default: [0.01, 0.03],
    min: 1e-5,
    max: 1,
    minLength: 1,
    maxLength: 6,
    isSweep: true,
  }),
  searchMomenta: list({
    label: 'Momenta to try',
    help: 'Fraction of the velocity kept at each step; 0 is plain SGD.',
    default: [0, 0.9],
    min: 0,
    max: 1,
    isMaxExcluded: true,
    minLength: 1,
    maxLength: 4,
    isSweep: true,
  }),
  searchBatches: list({
    label: 'Batch sizes to try',
    help: 'Images in a training step.',
    default: [5, 10],
    min: 1,
    max: 1024,
    minLength: 1,
    maxLength: 4,
    isSweep: true,
  }),
  searchKernels: list({
    label: 'Kernel sizes to try',
    help: 'Side of the filters of both convolutions; the MLP has none.',
    unit: 'pixels',
    default: [3, 5, 7],
    min: 1,
    max: 27,
    minLength: 1,
    maxLength: 6,
    isSweep: true,
  }),
}
