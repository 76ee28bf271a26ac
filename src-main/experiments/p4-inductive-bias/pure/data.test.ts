import { describe, expect, it } from 'vitest'
import { isEmptyBand } from './band-image.ts'
import { invertPermutation } from './bands-permutation.ts'
import { fiveClasses, threeClasses } from './bands.ts'
import { dataSnapshots, drawnImages, networkImages, permutationOf, type DataSource } from './data.ts'
import { imageParameters, imagesBehind, snapshotNames, trainLitName, validationLitName } from './snapshots.ts'

const plain: DataSource = {
  seed: 182,
  classes: threeClasses,
  generator: 'corrected',
  validationImages: 20,
  isShifted: false,
  isPermuted: false,
}
const source = (more: Partial<DataSource> = {}): DataSource => ({ ...plain, ...more })
const shifted = { isShifted: true }
const permuted = { isPermuted: true }

describe('the images of a seed', () => {
  it('are the same in every part that asks for the same, and other for another seed or role', () => {
    const images = drawnImages(source(), 'train', 10)
    expect(drawnImages(source(), 'train', 10)).toEqual(images)
    expect(drawnImages(source({ validationImages: 5 }), 'train', 10)).toEqual(images)
    expect(drawnImages(source(), 'validation', 10).pixels).not.toEqual(images.pixels)
    expect(drawnImages(source({ seed: 183 }), 'train', 10).pixels).not.toEqual(images.pixels)
  })

  it('of a smaller set are the first of each class of a larger one', () => {
    const [small, large] = [10, 30].map((count) => drawnImages(source(), 'train', count))
    for (let label = 0; label < 3; label++)
      for (let number = 0; number < 10; number++)
        expect(small?.parameters[label * 10 + number]).toEqual(large?.parameters[label * 30 + number])
  })

  it.each(['corrected', 'spring2023'] as const)(
    'of part d lie in the first half in training and in the second in validation (%s)',
    (generator) => {
      const lit = (role: 'train' | 'validation') =>
        drawnImages(source({ ...shifted, generator }), role, 300).parameters.flatMap(({ bands }) =>
          bands.filter((band) => !isEmptyBand(band)),
        )
      expect(lit('train').every(({ start, end }) => start >= 0 && end <= 14)).toBe(true)
      expect(lit('validation').every(({ start, end }) => start >= 14 && end <= 28)).toBe(true)
      expect(lit('train').length).toBeGreaterThan(500)
      const everywhere = drawnImages(source({ generator }), 'train', 300).parameters
      expect(everywhere.some(({ bands }) => (bands[0]?.start ?? 0) >= 14)).toBe(true)
    },
  )

  it('have their pixels in one fixed order in part e, in training and validation, and in no other part', () => {
    const permutation = permutationOf(source(permuted))
    expect(permutationOf(source({ ...permuted, validationImages: 5 }))).toEqual(permutation)
    expect(permutationOf(source(shifted))).toBeNull()
    const inverse = invertPermutation(permutation ?? new Int32Array())
    for (const role of ['train', 'validation'] as const) {
      const drawn = drawnImages(source(permuted), role, 5)
      const seen = networkImages(source(permuted), role, 5)
      expect(seen.pixels).not.toEqual(drawn.pixels)
      for (let image = 0; image < 15; image++)
        for (let pixel = 0; pixel < 784; pixel++)
          if (seen.pixels[image * 784 + (inverse[pixel] ?? 0)] !== drawn.pixels[image * 784 + pixel])
            expect.fail(`image ${image}, pixel ${pixel}`)
    }
    // Undisturbed by the permutation, so that the MLP of 4e can be compared with that of 4c.
    expect(drawnImages(source(permuted), 'train', 5)).toEqual(drawnImages(source(), 'train', 5))
  })
})

describe('dataSnapshots', () => {
  it('hold the largest set, what each image is made from, and the images of validation', () => {
    const snapshots = new Map(
      dataSnapshots(source({ classes: fiveClasses }), 1, [5, 8]).map((one) => [one.name, one]),
    )
    const images = drawnImages(source({ classes: fiveClasses }), 'train', 8)
    const train = snapshots.get(snapshotNames.trainImages)
    expect(train).toMatchObject({ track: 'data.s2', step: 0, shape: [5, 8, 28, 28], data: images.pixels })
    expect(snapshots.get(snapshotNames.validationImages)?.shape).toEqual([5, 20, 28, 28])
    const stored = snapshots.get(snapshotNames.trainParameters)
    if (!stored) return expect.fail('no parameters')
    for (const [label, number] of [
      [0, 0],
      [2, 3],
      [3, 7],
      [4, 1],
    ] as const) {
      const expected = images.parameters[label * 8 + number]
      const read = imageParameters(stored, label, number)
      expect(read.angle).toBe(expected?.angle)
      expect(read.background).toBe(Math.fround(expected?.background ?? NaN))
      expect(read.bands).toEqual(
        expected?.bands.map((band) => ({ ...band, intensity: Math.fround(band.intensity) })),
      )
    }
    expect(dataSnapshots(source({ validationImages: 0 }), 0, [10]).map(({ name }) => name)).toEqual([
      snapshotNames.trainImages,
      snapshotNames.trainParameters,
    ])
  })

  it('of part d say in what share of the images a pixel was lit, and the quarters never lit', () => {
    const snapshots = new Map(dataSnapshots(source(shifted), 0, [5, 40]).map((one) => [one.name, one]))
    const train = snapshots.get(trainLitName(40))
    const validation = snapshots.get(validationLitName)
    const share = (data: ArrayLike<number> | undefined, label: number, row: number, column: number) =>
      data?.[label * 784 + row * 28 + column] ?? NaN
    for (let row = 0; row < 28; row++)
      for (let column = 0; column < 28; column++) {
        if (row >= 14) expect(share(train?.data, 0, row, column)).toBe(0)
        if (column >= 14) expect(share(train?.data, 1, row, column)).toBe(0)
        if (row < 14) expect(share(validation?.data, 0, row, column)).toBe(0)
        expect(share(train?.data, 2, row, column)).toBe(0)
      }
    const rows = Array.from({ length: 14 }, (_, row) => share(train?.data, 0, row, 3))
    const widths = drawnImages(source(shifted), 'train', 40).parameters.flatMap(({ bands }, i) =>
      i < 40 ? (bands[0]?.width ?? 0) : [],
    )
    // Summed over the rows: the mean width of the bands.
    expect(rows.reduce((sum, value) => sum + value, 0)).toBeCloseTo(
      widths.reduce((sum, width) => sum + width, 0) / 40,
      5,
    )
    expect(snapshots.get(trainLitName(5))?.data).not.toEqual(train?.data)
  })
})

describe('imagesBehind', () => {
  it('lists the images of a class that got an answer', () => {
    const probabilities = { shape: [6, 3], data: [1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1] }
    expect(imagesBehind(probabilities, 0, 1)).toEqual([1])
    expect(imagesBehind(probabilities, 1, 1)).toEqual([2, 3])
    expect(imagesBehind(probabilities, 2, 2)).toEqual([4, 5])
    expect(imagesBehind(probabilities, 2, 0)).toEqual([])
  })
})
