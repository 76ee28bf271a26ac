/** The two forms of the official archive: https://www.cs.toronto.edu/~kriz/cifar.html */
import { DatasetError } from '#datasets/dataset-error.ts'
import { classCount, imageBytes, type ImageSet } from '#datasets/labelled-images.ts'
import { readPickle, type PickleValue } from './pickle.ts'

/** Images in each of the six files; tests make smaller ones. */
export const officialFileImages = 10_000

export type Cifar10Form = 'binary' | 'python'

const trainNames = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}`)
const endings: Readonly<Record<Cifar10Form, string>> = { binary: '.bin', python: '' }

/** The files that hold the images of a form, training files first, the test file last. */
export function filesOf(form: Cifar10Form): readonly string[] {
  return [...trainNames, 'test_batch'].map((name) => `${name}${endings[form]}`)
}

/** The form that a file of this name belongs to, or null where it holds no images. */
export function formOf(fileName: string): Cifar10Form | null {
  const forms: readonly Cifar10Form[] = ['binary', 'python']
  return forms.find((form) => filesOf(form).includes(fileName)) ?? null
}

/** The largest size that a file of `images` images may have: pickles also hold file names, a few dozen bytes each. */
export function largestFile(images: number): number {
  return images * (imageBytes + 1 + 128) + 65_536
}

/** The largest archive of six such files that is read, packed or not. */
export const largestArchive = (images: number): number => 8 * largestFile(images)

const again = 'get the archive again from https://www.cs.toronto.edu/~kriz/cifar.html'

function checkedLabels(labels: Uint8Array, file: string): Uint8Array {
  const wrong = labels.findIndex((label) => label >= classCount)
  if (wrong >= 0)
    throw new DatasetError(
      `${file} is damaged: image ${wrong + 1} has the label ${labels[wrong]}, and labels are 0 to 9; ${again}.`,
    )
  return labels
}

/** Records of one label byte and 3072 pixel bytes. */
function readBinary(bytes: Uint8Array, file: string, images: number): ImageSet {
  const record = 1 + imageBytes
  if (bytes.length !== images * record)
    throw new DatasetError(
      `${file} is damaged or not a CIFAR-10 file: it has ${bytes.length} bytes and should have ${images * record}; ${again}.`,
    )
  const set = { count: images, images: new Uint8Array(images * imageBytes), labels: new Uint8Array(images) }
  for (let i = 0; i < images; i++) {
    set.labels[i] = bytes[i * record] ?? 255
    set.images.set(bytes.subarray(i * record + 1, (i + 1) * record), i * imageBytes)
  }
  checkedLabels(set.labels, file)
  return set
}

/** A pickled dictionary with `data`, an array of bytes [images, 3072], and `labels`, a list of numbers. */
function readPython(bytes: Uint8Array, file: string, images: number): ImageSet {
  let content: PickleValue
  try {
    content = readPickle(bytes)
  } catch (error) {
    throw new DatasetError(`${file} cannot be read (${(error as Error).message}); ${again}.`)
  }
  const wrong = (what: string): DatasetError =>
    new DatasetError(`${file} is not a file of CIFAR-10: ${what}; ${again}.`)
  if (!(content instanceof Map)) throw wrong('it holds no dictionary')
  const data = content.get('data')
  const labels = content.get('labels')
  if (!data || typeof data !== 'object' || !('bytes' in data)) throw wrong('it holds no array "data"')
  if (data.shape.join() !== `${images},${imageBytes}` || data.bytes.length !== images * imageBytes)
    throw wrong(`its array is ${data.shape.join(' x ')} and should be ${images} x ${imageBytes}`)
  if (!Array.isArray(labels) || labels.length !== images) throw wrong(`it does not hold ${images} labels`)
  const numbers = labels.map((label) =>
    typeof label === 'number' && Number.isInteger(label) && label >= 0 && label < 256 ? label : 255,
  )
  return { count: images, images: data.bytes, labels: checkedLabels(Uint8Array.from(numbers), file) }
}

/** The images of one file. Throws DatasetError where it is damaged, incomplete or something else. */
export function readImageFile(bytes: Uint8Array, form: Cifar10Form, file: string, images: number): ImageSet {
  return form === 'binary' ? readBinary(bytes, file, images) : readPython(bytes, file, images)
}
