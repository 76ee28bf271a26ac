/** What CIFAR-10 is to the lab once it is kept; how it gets there is in data/. */
import { join } from 'node:path'

/** Names of the classes, by label. */
export const cifar10Classes: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
]

/** Where the lab keeps CIFAR-10. */
export const cifar10Path = (home: string): string => join(home, 'datasets', 'cifar10', 'images.bin')

/** What stands beside every number measured on files of CIFAR-10's form that are not proven to be CIFAR-10. */
export const unofficialNote = 'not the official CIFAR-10'
