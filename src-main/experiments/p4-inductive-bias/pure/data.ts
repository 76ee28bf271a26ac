import { litCounts } from './bands-lit.ts'
import { permutePixels, pixelPermutation } from './bands-permutation.ts'
import type { BandVersion } from './bands-parameters.ts'
import { makeBandImages, type BandClass, type BandImages } from './bands.ts'
import { Random } from '#numeric/random.ts'
import type { Snapshot } from '#contract/snapshots.ts'
import {
  dataTrack,
  parametersPerImage,
  parametersToRow,
  snapshotNames,
  trainLitName,
  validationLitName,
} from './snapshots.ts'

/** What the images of a part are like, whatever the seed. */
export interface DataKind {
  /** By label. */
  readonly classes: readonly BandClass[]
  readonly generator: BandVersion
  /** Of each class; 0 where nothing is validated (4a). */
  readonly validationImages: number
  /** Bands lie in one half of the image in training and in the other in validation (4d). */
  readonly isShifted: boolean
  /** The networks receive the pixels in another order (4e). */
  readonly isPermuted: boolean
}

/** All that the images of one seed are made from; two networks with equal sources see equal images. */
export interface DataSource extends DataKind {
  readonly seed: number
}

/** Images per class of the set that the search's winners are tested on. */
export const testImages = 200

type Role = 'train' | 'validation' | 'test'

/** As many images per class of one role as drawn, before any permutation. Streams depend on seed and role only. */
export function drawnImages(
  { seed, classes, generator, isShifted }: DataSource,
  role: Role,
  perClass: number,
): BandImages {
  const half = role === 'train' ? 'first-half' : 'second-half'
  return makeBandImages({
    random: new Random(seed).fork(role),
    perClass,
    classes,
    version: generator,
    region: isShifted ? half : 'all',
  })
}

/** The fixed order of the pixels of one seed; null where they stay in place. */
export const permutationOf = ({ isPermuted, seed }: DataSource): Int32Array | null =>
  isPermuted ? pixelPermutation(new Random(seed).fork('permutation')) : null

/** The images as a network receives them. */
export function networkImages(source: DataSource, role: Role, perClass: number): BandImages {
  const images = drawnImages(source, role, perClass)
  const permutation = permutationOf(source)
  return permutation ? permutePixels(images, permutation) : images
}

const side = 28

function imageSnapshots(track: string, names: readonly [string, string], images: BandImages): Snapshot[] {
  const classes = images.classes.length
  const perClass = images.count / classes
  const [imageName, parameterName] = names
  const rows = images.parameters.flatMap(parametersToRow)
  return [
    { track, name: imageName, step: 0, shape: [classes, perClass, side, side], data: images.pixels },
    {
      track,
      name: parameterName,
      step: 0,
      shape: [classes, perClass, parametersPerImage],
      data: Float32Array.from(rows),
    },
  ]
}

/** In what share of the first `perClass` images of each class every pixel was lit. */
function litSnapshot(track: string, name: string, images: BandImages, perClass: number): Snapshot {
  const all = images.count / images.classes.length
  const kept = images.parameters.map((_, i) => i).filter((i) => i % all < perClass)
  const counts = litCounts({
    classes: images.classes,
    labels: Int32Array.from(kept, (i) => images.labels[i] ?? 0),
    parameters: images.parameters.filter((_, i) => i % all < perClass),
  })
  const data = Float32Array.from(counts.flatMap((count) => [...count].map((hits) => hits / perClass)))
  return { track, name, step: 0, shape: [counts.length, side, side], data }
}

/** What there is to look at of the data of one seed: the images of the largest set, and those of validation. */
export function dataSnapshots(
  source: DataSource,
  seedIndex: number,
  counts: readonly number[],
): readonly Snapshot[] {
  const track = dataTrack(seedIndex)
  const train = drawnImages(source, 'train', Math.max(...counts))
  const { trainImages, trainParameters, validationImages, validationParameters } = snapshotNames
  const snapshots = imageSnapshots(track, [trainImages, trainParameters], train)
  if (source.validationImages > 0) {
    const validation = drawnImages(source, 'validation', source.validationImages)
    snapshots.push(...imageSnapshots(track, [validationImages, validationParameters], validation))
    if (source.isShifted) {
      for (const perClass of counts)
        snapshots.push(litSnapshot(track, trainLitName(perClass), train, perClass))
      snapshots.push(litSnapshot(track, validationLitName, validation, source.validationImages))
    }
  }
  const permutation = permutationOf(source)
  if (permutation)
    snapshots.push({
      track,
      name: snapshotNames.permutation,
      step: 0,
      shape: [permutation.length],
      data: Float32Array.from(permutation),
    })
  return snapshots
}
