/**
 * What the six files of the real CIFAR-10 hash to. MD5 of the Python form as torchvision (datasets/cifar.py) lists
 * them, SHA-1 of the binary form as Apache MXNet (gluon/data/vision/datasets.py) does; in the order of `filesOf`.
 */
import { createHash } from 'node:crypto'
import { filesOf, type Cifar10Form } from './cifar10-format.ts'

export interface Checksums {
  readonly algorithm: 'md5' | 'sha1'
  readonly digests: readonly string[]
}
export type OfficialChecksums = Readonly<Record<Cifar10Form, Checksums>>

export const officialChecksums: OfficialChecksums = {
  python: {
    algorithm: 'md5',
    digests: [
      'c99cafc152244af753f735de768cd75f',
      'd4bba439e000b95fd0a9bffe97cbabec',
      '54ebc095f3ab1f0389bbae665268c751',
      '634d18415352ddfa80567beed471001a',
      '482c414d41f54cd18b22e5b47cb7c3cb',
      '40351d587109b95175f43aff81a1287e',
    ],
  },
  binary: {
    algorithm: 'sha1',
    digests: [
      'aadd24acce27caa71bf4b10992e9e7b2d74c2540',
      'c0ba65cce70568cd57b4e03e9ac8d2a5367c1795',
      '1dd00a74ab1d17a6e7d73e185b69dbf31242f295',
      'aab85764eb3584312d3c7f65fd2fd016e36a258e',
      '26e2849e66a845b7f1e4614ae70f4889ae604628',
      '67eb016db431130d61cd03c7ad570b013799c88c',
    ],
  },
}

/** Does each of the six files have the checksum that is published for its name? */
export function areOfficial(
  files: ReadonlyMap<string, Buffer>,
  form: Cifar10Form,
  checksums: OfficialChecksums = officialChecksums,
): boolean {
  const { algorithm, digests } = checksums[form]
  return filesOf(form).every((name, i) => {
    const content = files.get(name)
    return content !== undefined && createHash(algorithm).update(content).digest('hex') === digests[i]
  })
}
