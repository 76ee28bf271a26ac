import type { ValueDeclaration } from '#contract/experiment.ts'
import type { PresetId } from './preset-settings.ts'

const table = (id: string, label: string, sentence: string): ValueDeclaration => ({
  id,
  part: id.slice(0, 2),
  label,
  unit: '',
  sentence,
  kind: 'table',
})
const number = (id: string, label: string, unit: string, sentence: string): ValueDeclaration => ({
  ...table(id, label, sentence),
  unit,
  kind: 'number',
})

const accuracySentence =
  'Mean and range over the seeds, for every network and number of training images, after the last epoch.'

const kernels = (part: string): ValueDeclaration =>
  table(
    `${part}.kernels`,
    'Stripes in the kernels',
    'For each filter of the first convolution, before and after the training, the share of its variance that lies between its rows and between its columns.',
  )

/** Every number and table of problem 4. */
export const values: readonly ValueDeclaration[] = [
  number(
    '4a.cnn.trainAccuracy',
    'CNN, training accuracy',
    '%',
    'Share of its training images that the CNN gets right after the last epoch; the mean over the seeds.',
  ),
  number(
    '4a.mlp.trainAccuracy',
    'MLP, training accuracy',
    '%',
    'Share of its training images that the MLP gets right after the last epoch; the mean over the seeds.',
  ),
  number('4a.cnn.parameters', 'CNN, parameters', '', 'Trainable parameters of the CNN.'),
  number('4a.mlp.parameters', 'MLP, parameters', '', 'Trainable parameters of the MLP.'),
  table('4a.accuracy', 'Training accuracy by seed', 'Training accuracy and loss of both networks.'),
  kernels('4a'),
  table('4b.accuracy', 'Accuracy against images', accuracySentence),
  kernels('4b'),
  table(
    '4c.accuracy',
    'Accuracy against images and epochs',
    'Mean and range over the seeds after several numbers of epochs of one training.',
  ),
  table(
    '4c.epochs',
    'Epochs',
    'For each training: the first epoch at the target, the epoch from which the validation accuracy is flat, an estimate of it made early, and the best epoch.',
  ),
  table(
    '4c.moreData',
    'Data the MLP needs',
    'Images per class with which the MLP reaches the CNN’s accuracy, interpolated on the measured curve.',
  ),
  kernels('4c'),
  table(
    '4c.best',
    'Hyper-parameter search',
    'Every combination that was trained, the best validation accuracy first, with its accuracy on fresh test images.',
  ),
  table('4d.cnn.accuracy', 'CNN, accuracy', accuracySentence),
  table('4d.mlp.accuracy', 'MLP, accuracy', accuracySentence),
  table(
    '4d.cnn.confusion',
    'CNN, confusion',
    'Counts of validation images by true class (rows) and answer (columns), for each number of images and seed.',
  ),
  table(
    '4d.mlp.confusion',
    'MLP, confusion',
    'Counts of validation images by true class (rows) and answer (columns), for each number of images and seed.',
  ),
  table('4e.accuracy', 'Accuracy with permuted pixels', accuracySentence),
  kernels('4e'),
  table(
    '4e.kernelSweep',
    'Accuracy against kernel size',
    'Accuracy after the last epoch for every kernel size and seed, the MLP beside them; 1 in the last columns marks a training that is at chance at its end, and one that is stuck there.',
  ),
  table('4f.accuracy', 'Accuracy with five classes', accuracySentence),
  table(
    '4f.confusion',
    'Confusion with five classes',
    'Counts of validation images by true class (rows) and answer (columns), for each network, number of images and seed.',
  ),
]

const idsFrom = (prefix: string): readonly string[] =>
  values.map((value) => value.id).filter((id) => id.startsWith(prefix))

/** What each preset measures. */
export const presetValues: Readonly<Record<PresetId, readonly string[]>> = {
  '4a': idsFrom('4a.'),
  '4b': idsFrom('4b.'),
  '4c': ['4c.accuracy', '4c.epochs', '4c.moreData', '4c.kernels'],
  '4c-search': ['4c.best'],
  '4d': idsFrom('4d.'),
  '4e': ['4e.accuracy', '4e.kernels'],
  '4e-kernels': ['4e.kernelSweep'],
  '4f': idsFrom('4f.'),
}
