/** For tests: CIFAR-10 in the official forms, with as few images a file as wanted. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { create } from 'tar'
import { Random } from '#numeric/random.ts'
import { filesOf, type Cifar10Form } from '../cifar10-format.ts'
import { imageBytes, type ImageSet } from '#datasets/labelled-images.ts'

export function someImages(count: number, seed: number): ImageSet {
  const random = new Random(seed)
  return {
    count,
    images: Uint8Array.from({ length: count * imageBytes }, () => random.integer(256)),
    labels: Uint8Array.from({ length: count }, () => random.integer(10)),
  }
}

function binaryFile({ count, images, labels }: ImageSet): Buffer {
  const records = Array.from({ length: count }, (_, i) => [
    Buffer.of(labels[i] ?? 0),
    Buffer.from(images.subarray(i * imageBytes, (i + 1) * imageBytes)),
  ])
  return Buffer.concat(records.flat())
}

const text = (words: string): Buffer =>
  Buffer.concat([Buffer.from('U'), Buffer.of(words.length), Buffer.from(words, 'latin1')])
const number32 = (opcode: string, value: number): Buffer => {
  const bytes = Buffer.alloc(5)
  bytes.write(opcode, 'latin1')
  bytes.writeInt32LE(value, 1)
  return bytes
}
const number16 = (value: number): Buffer => Buffer.of(0x4d, value & 255, value >> 8)
const raw = (...parts: (string | number | Buffer)[]): Buffer =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string'
        ? Buffer.from(part, 'latin1')
        : typeof part === 'number'
          ? Buffer.of(part)
          : part,
    ),
  )

/** Opcode for opcode what Python 2's cPickle wrote of {batch_label, labels, data, filenames}. */
export function pythonFile({ count, images, labels }: ImageSet): Buffer {
  return raw(
    ...['\x80\x02}q\x01(', text('batch_label'), 'q\x02', text('training batch 1 of 5'), 'q\x03'],
    ...[text('labels'), 'q\x04]q\x05(', ...[...labels].flatMap((label) => ['K', label]), 'e'],
    ...[text('data'), 'q\x06cnumpy.core.multiarray\n_reconstruct\nq\x07cnumpy\nndarray\nq\x08K\x00\x85'],
    ...[text('b'), '\x87Rq\x09(K\x01', number16(count), number16(imageBytes), '\x86cnumpy\ndtype\nq\x0a'],
    ...[text('u1'), 'K\x00K\x01\x87Rq\x0b(K\x03', text('|'), 'NNN', number32('J', -1), number32('J', -1)],
    ...['K\x00tb\x89', number32('T', images.length), Buffer.from(images), 'tb', text('filenames')],
    ...['q\x0c]q\x0d(', ...Array.from({ length: count }, (_, i) => text(`image_s_${i}.png`)), 'eu.'],
  )
}

export const folderNames = { binary: 'cifar-10-batches-bin', python: 'cifar-10-batches-py' } as const

/** Six files of `fileImages` images in `<parent>/cifar-10-batches-bin` or `-py`; returns what is in them. */
export function makeFolder(parent: string, form: Cifar10Form, fileImages: number): readonly ImageSet[] {
  const folder = join(parent, folderNames[form])
  mkdirSync(folder, { recursive: true })
  const sets = filesOf(form).map((_, i) => someImages(fileImages, i + 1))
  for (const [i, name] of filesOf(form).entries()) {
    const set = sets[i] as ImageSet
    writeFileSync(join(folder, name), form === 'binary' ? binaryFile(set) : pythonFile(set))
  }
  writeFileSync(join(folder, 'readme.html'), '<p>The CIFAR-10 data set</p>')
  return sets
}

/** The archive of such a folder; returns its path and what is in it. */
export async function makeArchive(
  parent: string,
  form: Cifar10Form,
  fileImages: number,
): Promise<{ path: string; sets: readonly ImageSet[] }> {
  const sets = makeFolder(parent, form, fileImages)
  const path = join(parent, `cifar-10-${form}.tar.gz`)
  await create({ gzip: true, cwd: parent, file: path }, [folderNames[form]])
  return { path, sets }
}
