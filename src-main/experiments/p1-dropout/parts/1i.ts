import { choice, number, type ParamsOf } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import type { SeriesDeclaration } from '#contract/series.ts'
import { numberValue, type NumberValue } from '#contract/values.ts'
import { cheatingCnn } from '#models/cheating-cnn.ts'
import { counted, listed, percent } from '#text/words.ts'
import { measured } from '../../answer-text.ts'
import { definePart, slot } from '../../part.ts'
import { guidance } from '../guidance.ts'
import { batchSize, dropRate, learningRate } from '../fields.ts'
import { imageNotes, imageSteps } from '../image-cost.ts'
import { batchWarnings, imageFitWarning, imagesPerBatch } from '../image-memory.ts'
import { trainOnImages, type NetworkValues } from '../image-training.ts'
import { epochsTrack, imageRuns, type ImageRun } from '../pure/image-runs.ts'

const title = 'Dropout on real data'
const question =
  'A small network learns images whose last row gives their class away. Train it without and with dropout: how does dropout change the accuracy with that hint and without it?'

const fields = {
  dropRate: { ...dropRate, default: 0.75, help: `${dropRate.help} A second network trains without dropout.` },
  // The default takes about a tenth of the homework's steps, hence a larger learning rate.
  learningRate: { ...learningRate, default: 0.01, homework: 0.003, help: 'Step size of SGD.' },
  batchSize: { ...batchSize, default: 64, help: 'Images in a minibatch.' },
  dataset: choice({
    label: 'Data set',
    help: 'Automatic uses CIFAR-10 if it has been imported, otherwise the synthetic shapes10.',
    default: 'auto',
    options: [
      { value: 'auto', label: 'Automatic' },
      { value: 'cifar10', label: 'CIFAR-10' },
      { value: 'shapes10', label: 'shapes10 (synthetic)' },
    ],
  }),
  trainImages: number({
    label: 'Training images',
    help: 'Number of images taken from the start of the data set; CIFAR-10 has 50 000.',
    default: 10_000,
    homework: 50_000,
    min: 1,
    max: 50_000,
    integer: true,
    scale: 'log',
  }),
  testImages: number({
    label: 'Test images',
    help: 'Used for validation after each epoch and for the final accuracies; CIFAR-10 has 10 000.',
    default: 2000,
    homework: 10_000,
    min: 1,
    max: 10_000,
    integer: true,
    scale: 'log',
  }),
  epochs: number({
    label: 'Epochs',
    help: 'Number of times each of the two networks sees every training image.',
    default: 8,
    homework: 10,
    min: 1,
    max: 1000,
    integer: true,
    scale: 'log',
  }),
}
export type ImageParams = ParamsOf<typeof fields>

/**
 * Each network has a track of its minibatches and one of its epochs. The loss of every minibatch is a live curve;
 * trainLoss is what the homework prints, the mean of the last 100 minibatches of an epoch.
 */
const series: readonly SeriesDeclaration[] = [
  { id: 'batchLoss', label: 'Loss of each minibatch', unit: '', role: 'training' },
  { id: 'trainLoss', label: 'Training loss, last 100 minibatches', unit: '', role: 'training' },
  { id: 'validationLoss', label: 'Validation loss', unit: '', role: 'validation' },
  { id: 'validationAccuracy', label: 'Validation accuracy', unit: '%', role: 'validation' },
]

const valuesOf = (run: ImageRun, words: string): NetworkValues => ({
  clean: numberValue(`1i.${run}.clean`, {
    label: `Clean, ${words}`,
    unit: '%',
    sentence: `Accuracy on test images as they are, trained ${words}.`,
  }),
  cheat: numberValue(`1i.${run}.cheat`, {
    label: `Cheating, ${words}`,
    unit: '%',
    sentence: `Accuracy on test images with the cheating feature, trained ${words}.`,
  }),
  validationLoss: numberValue(`1i.${run}.validationLoss`, {
    label: `Validation loss, ${words}`,
    sentence: `Mean loss on test images with the cheating feature after the last epoch, trained ${words}.`,
  }),
  deadClasses: numberValue(`1i.${run}.deadClasses`, {
    label: `Dead classes, ${words}`,
    sentence: `Classes whose output is zero for every test image with the cheating feature, trained ${words}: the last ReLU has switched them off.`,
  }),
})

/** The values of the network without dropout and of the one with it. */
export const imageValues: Readonly<Record<ImageRun, NetworkValues>> = {
  p0: valuesOf('p0', 'without dropout'),
  p75: valuesOf('p75', 'with dropout'),
}

/** Percent of the images below which a difference between two accuracies is taken for chance, however many there are. */
const meaningful = 2

/**
 * Percent below which the difference between two accuracies in percent is taken for chance: two standard errors of a
 * difference of proportions over `images` each, and at least `meaningful`. The same images are classified twice, so the
 * true error is smaller.
 */
function clearFrom(one: number, other: number, images: number): number {
  const variance = (accuracy: number): number => (accuracy / 100) * (1 - accuracy / 100)
  return Math.max(meaningful, 200 * Math.sqrt((variance(one) + variance(other)) / images))
}

/** Steps of the homework’s own setting: 10 epochs of 782 minibatches. */
const homeworkSteps = 7820

/** What dropout did to the use of the cheating feature, in the numbers of this run. */
function answer(values: Values, params: ImageParams): readonly string[] {
  const { p0, p75 } = imageValues
  const share = (value: NumberValue): string => percent(measured(values, value) / 100)
  const dead = { p0: measured(values, p0.deadClasses), p75: measured(values, p75.deadClasses) }
  const between = (after: NumberValue, before: NumberValue): { by: number; isClear: boolean } => {
    const [one, other] = [measured(values, after), measured(values, before)]
    return { by: one - other, isClear: Math.abs(one - other) > clearFrom(one, other, params.testImages) }
  }
  const gain = between(p75.clean, p0.clean)
  /** By how many percent of the images the hint helps a network. */
  const worth = ({ cheat, clean }: NetworkValues): { by: number; isClear: boolean } => between(cheat, clean)
  const [plain, dropped] = [worth(p0), worth(p75)]
  const learned =
    plain.by > 0 && plain.isClear
      ? 'The images differ only in the hint, so it has learned to read those four pixels.'
      : 'The two accuracies are close, so it has not learned to read the hint in this run; train longer or on more images.'
  const left =
    dropped.by > 0 && dropped.isClear
      ? ` With dropout the hint is still worth ${percent(dropped.by / 100)} of the images: dropping whole activations at random weakens every path, including that of the hint, but the hint is simple and noiseless, and several maps can carry it.`
      : ' With dropout the hint makes no clear difference in this run.'
  const isShort = imageSteps(params) / 2 < homeworkSteps
  const doubts = [
    ...(isShort ? [`it has fewer steps than the homework’s ${homeworkSteps}`] : []),
    ...(dead.p0 + dead.p75 > 0 ? ['it has dead classes'] : []),
  ]
  const why = doubts.length > 0 ? ` This run is not a fair test of that: ${listed(doubts)}.` : ''
  const changed = percent(Math.abs(gain.by) / 100)
  const observed = !gain.isClear
    ? `In this run the clean accuracy with dropout differs by ${changed} of the images, no more than chance explains with ${counted(params.testImages, 'test image')}.${why} Train longer, or try another seed.`
    : gain.by < 0
      ? `In this run dropout lowered the clean accuracy by ${changed} of the images.${why} Train longer, or try another seed.`
      : `Dropout raised the clean accuracy by ${changed} of the images: a network that cannot count on any one feature map also has to look at the rest of the picture.`
  if (params.dropRate === 0)
    return [
      `At drop rate 0 both networks train without dropout, from the same weights and on the same batches. They are right on ${share(p0.cheat)} of the test images that carry the hint and on ${share(p0.clean)} of the same images without it; guessing gives 10 %. ${learned} Choose a drop rate above 0 to see what this part shows.`,
    ]
  return [
    `Without dropout the network is right on ${share(p0.cheat)} of the test images that carry the hint and on ${share(p0.clean)} of the same images without it; guessing gives 10 %. ${learned} At drop rate ${params.dropRate} the two accuracies are ${share(p75.cheat)} and ${share(p75.clean)}.`,
    `${observed}${left}`,
    `The two losses of the network with dropout are measured differently: the training loss with a fraction of ${params.dropRate} of the activations dropped, the validation loss with none dropped. So which of the two lies above the other does not show whether the network overfits.`,
    dead.p0 + dead.p75 > 0
      ? `Dead classes in this run: ${dead.p0} without and ${dead.p75} with dropout. The network ends in a ReLU on its outputs, so a class whose output is negative for every image gets no gradient of its own, and it can come back only if the layers below it change. All its images are then misclassified, and each such class costs about ten percentage points of accuracy, whatever dropout does. Another seed gives another number.`
      : 'No class is dead at the end of this run. The network ends in a ReLU on its outputs, so a class whose output becomes negative for every image no longer gets a gradient of its own; with other seeds the accuracy can stop at 80 or 90 % for that reason alone.',
  ]
}

export const part = definePart({
  id: '1i',
  title,
  shortTitle: 'Real data',
  question,
  asks: [{ id: '', text: question, ...guidance['1i'] }],
  slots: {
    main: slot({
      title,
      trainedBy: 'engine',
      fields,
      series,
      values: imageRuns.flatMap((run) => Object.values(imageValues[run])),
      tracks: () => [...imageRuns, ...imageRuns.map(epochsTrack)],
      measuredBetween: () => imageRuns.map(epochsTrack),
      steps: imageSteps,
      warnings: batchWarnings,
      fitWarning: imageFitWarning,
      notes: imageNotes,
      network: (params) => ({
        model: cheatingCnn({ dropRate: params.dropRate }),
        batchSize: imagesPerBatch(params),
      }),
      train: (context, params) => trainOnImages(context, params, imageValues),
      answers: { '': answer },
    }),
  },
})
