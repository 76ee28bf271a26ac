import type { Params, ParamsOf } from '#contract/experiment.ts'
import { microscopeFields } from './microscope-fields.ts'
import { poolingFields } from './pooling-fields.ts'
import { scalingFields } from './scaling-fields.ts'

/** The images of parts a and d. */
const imageFields = [
  {
    kind: 'choice',
    name: 'dataset',
    label: 'Data set',
    help: 'Automatic takes CIFAR-10 where it has been imported, else the synthetic shapes10; both in grey.',
    default: 'auto',
    options: [
      { value: 'auto', label: 'Automatic' },
      { value: 'cifar10', label: 'CIFAR-10' },
      { value: 'shapes10', label: 'shapes10 (synthetic)' },
    ],
    onlyFor: ['3a', '3d'],
  },
  {
    kind: 'number',
    name: 'trainImages',
    label: 'Images',
    help: 'The first so many training images of the data set, each used once.',
    default: 600,
    min: 2,
    max: 10_000,
    integer: true,
    scale: 'log',
    onlyFor: ['3a', '3d'],
  },
] as const

/** Everything of problem 3 that can be varied. */
export const fields = [...microscopeFields, ...scalingFields, ...poolingFields, ...imageFields] as const

export type Problem3Params = ParamsOf<typeof fields>

/** The parameters of problem 3, as `parseParams` has checked them, with their types. */
export const typed = (params: Params): Problem3Params => params as Problem3Params
