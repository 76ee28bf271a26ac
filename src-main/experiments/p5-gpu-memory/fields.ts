/** Fields that several parts of this problem share; each slot sets its own defaults. */
import { choice, number } from '#contract/fields.ts'

export const model = choice({
  label: 'Network',
  help: 'A ResNet with 10 classes and randomly initialised weights; the deeper, the more parameters.',
  default: 'resnet18',
  options: [
    { value: 'resnet18', label: 'ResNet-18' },
    { value: 'resnet34', label: 'ResNet-34' },
    { value: 'resnet50', label: 'ResNet-50' },
    { value: 'resnet101', label: 'ResNet-101' },
    { value: 'resnet152', label: 'ResNet-152' },
  ],
})

export const stem = choice({
  label: 'First layers',
  help: 'ImageNet: a 7 × 7 convolution with stride 2 and a max pool, as in the homework. CIFAR: a 3 × 3 convolution, which keeps every pixel of a small image.',
  default: 'imagenet',
  options: [
    { value: 'imagenet', label: 'ImageNet' },
    { value: 'cifar', label: 'CIFAR' },
  ],
})

export const side = number({
  label: 'Image side',
  help: 'Images of 32 × 32 are resized to this side as each batch is made; the homework uses 224. Activations grow with its square.',
  unit: 'pixels',
  default: 64,
  homework: 224,
  min: 32,
  max: 224,
  integer: true,
  scale: 'linear',
})

export const batchSize = number({
  label: 'Batch size',
  help: 'Images in each training step of a reading.',
  default: 8,
  min: 1,
  max: 4096,
  integer: true,
  scale: 'log',
})

export const optimizer = choice({
  label: 'Optimizer',
  help: 'Part b trains with all three; the homework uses SGD with momentum 0.9 for the batch sizes of part c.',
  default: 'momentum',
  options: [
    { value: 'sgd', label: 'SGD' },
    { value: 'momentum', label: 'SGD with momentum' },
    { value: 'adam', label: 'Adam' },
  ],
})

export const learningRate = number({
  label: 'Learning rate',
  help: 'Learning rate of the short training during a reading.',
  default: 0.001,
  min: 1e-7,
  max: 1,
  scale: 'log',
})

export const steps = number({
  label: 'Steps per reading',
  help: 'Training steps in the new process; the optimizer state exists after the first, and memory settles in the next few.',
  default: 5,
  min: 1,
  max: 1000,
  integer: true,
})

export const trainImages = number({
  label: 'Training images',
  help: 'Size of the subset that is trained on; the homework uses 4096.',
  default: 512,
  homework: 4096,
  min: 1,
  max: 50_000,
  integer: true,
  scale: 'log',
})

export const dataset = choice({
  label: 'Data set',
  help: 'Automatic uses CIFAR-10 if it has been imported, otherwise the synthetic shapes10.',
  default: 'auto',
  options: [
    { value: 'auto', label: 'Automatic' },
    { value: 'cifar10', label: 'CIFAR-10' },
    { value: 'shapes10', label: 'shapes10 (synthetic)' },
  ],
})
