/** Part i as it is declared: its parameters, curves and values. */
import type { Params, SeriesDeclaration, ValueDeclaration } from '#contract/experiment.ts'

/** The presets of part i: one that ends within two minutes on two cores, and the homework's. */
export const imagePresets = ['1i', '1i-homework'] as const

export const imageFields = [
  {
    kind: 'choice',
    name: 'dataset',
    label: 'Data set',
    help: 'Automatic takes CIFAR-10 where it has been imported, else the synthetic shapes10.',
    default: 'auto',
    options: [
      { value: 'auto', label: 'Automatic' },
      { value: 'cifar10', label: 'CIFAR-10' },
      { value: 'shapes10', label: 'shapes10 (synthetic)' },
    ],
    onlyFor: imagePresets,
  },
  {
    kind: 'number',
    name: 'trainImages',
    label: 'Training images',
    help: 'The first so many of the data set; CIFAR-10 has 50 000.',
    default: 10_000,
    min: 1,
    max: 50_000,
    integer: true,
    scale: 'log',
    onlyFor: imagePresets,
  },
  {
    kind: 'number',
    name: 'testImages',
    label: 'Test images',
    help: 'Used for validation after each epoch and for the accuracies at the end; CIFAR-10 has 10 000.',
    default: 2000,
    min: 1,
    max: 10_000,
    integer: true,
    scale: 'log',
    onlyFor: imagePresets,
  },
  {
    kind: 'number',
    name: 'epochs',
    label: 'Epochs',
    help: 'How often each of the two networks sees every training image.',
    default: 10,
    min: 1,
    max: 1000,
    integer: true,
    scale: 'log',
    onlyFor: imagePresets,
  },
] as const

/** Where the presets of part i differ from the fields' defaults. */
export const imageParams: Readonly<Record<(typeof imagePresets)[number], Params>> = {
  // A tenth of the homework's steps or so, hence a larger learning rate.
  '1i': { dropRate: 0.75, batchSize: 64, learningRate: 0.01 },
  '1i-homework': {
    dropRate: 0.75,
    batchSize: 64,
    learningRate: 0.003,
    trainImages: 50_000,
    testImages: 10_000,
  },
}

/**
 * Two networks, each with a track of its minibatches and a track of its epochs. The loss of every minibatch is a
 * live curve; trainLoss is what the homework prints, the mean of the last 100 minibatches of an epoch.
 */
export const imageTracks: readonly string[] = ['p0', 'p75', 'p0.epochs', 'p75.epochs']
export const imageSeries: readonly SeriesDeclaration[] = [
  { id: 'batchLoss', label: 'Loss of each minibatch', unit: '', role: 'training' },
  { id: 'trainLoss', label: 'Training loss, last 100 minibatches', unit: '', role: 'training' },
  { id: 'validationLoss', label: 'Validation loss', unit: '', role: 'validation' },
  { id: 'validationAccuracy', label: 'Validation accuracy', unit: '%', role: 'validation' },
]

function valuesOf(run: string, words: string): ValueDeclaration[] {
  const value = (name: string, label: string, unit: string, sentence: string): ValueDeclaration => {
    return {
      id: `1i.${run}.${name}`,
      part: '1i',
      label: `${label}, ${words}`,
      unit,
      sentence,
      kind: 'number',
    }
  }
  return [
    value('clean', 'Clean', '%', `Accuracy on test images as they are, trained ${words}.`),
    value('cheat', 'Cheating', '%', `Accuracy on test images with the cheating feature, trained ${words}.`),
    value(
      'validationLoss',
      'Validation loss',
      '',
      `Mean loss on test images with the cheating feature after the last epoch, trained ${words}.`,
    ),
    value(
      'deadClasses',
      'Dead classes',
      '',
      `Classes whose output is zero for every test image with the cheating feature, trained ${words}: the last ReLU has switched them off.`,
    ),
  ]
}

export const imageValues: readonly ValueDeclaration[] = [
  ...valuesOf('p0', 'without dropout'),
  ...valuesOf('p75', 'with dropout'),
]
