import { describe, expect, it } from 'vitest'
import { imageBytes } from '#datasets/labelled-images.ts'
import { addCheatingFeature } from './cheating-feature.ts'
import { normalisedImages } from './normalise.ts'
import { channelDeviations, channelMeans, shownCheatingPixels } from './pure/cheating-pixels.ts'

const set = {
  count: 2,
  images: Uint8Array.from({ length: 2 * imageBytes }, (_, i) => (i < imageBytes ? 0 : 255)),
  labels: Uint8Array.of(5, 8),
}

describe('normalisedImages', () => {
  it('subtracts the channel means and divides by the deviations of the sheet', () => {
    const inputs = normalisedImages(set, [1, 0])
    for (const [channel, [mean, deviation]] of [
      [0.4914, 0.2023],
      [0.4822, 0.1994],
      [0.4465, 0.201],
    ].entries()) {
      expect(inputs[channel * 1024 + 77]).toBeCloseTo((1 - (mean ?? 0)) / (deviation ?? 1), 5)
      expect(inputs[imageBytes + channel * 1024 + 77]).toBeCloseTo(-(mean ?? 0) / (deviation ?? 1), 5)
    }
  })

  it('takes the images in the order asked for', () => {
    expect(normalisedImages(set, [0, 0, 1])).toHaveLength(3 * imageBytes)
    expect(normalisedImages(set, [0]).every((value) => value < 0)).toBe(true)
    expect(normalisedImages(set, [1]).every((value) => value > 0)).toBe(true)
  })
})

describe('addCheatingFeature', () => {
  const plain = normalisedImages(set, [0, 1])
  const cheating = normalisedImages(set, [0, 1])
  addCheatingFeature(cheating, set.labels)
  /** [channel][place] of the last four pixels of the last row. */
  const lastPixels = (row: number): number[][] =>
    [0, 1, 2].map((channel) =>
      Array.from(
        cheating.slice(row * imageBytes + channel * 1024 + 1020, row * imageBytes + channel * 1024 + 1024),
      ),
    )

  it('writes the label in binary, most significant bit first, in the values of the sheet', () => {
    // 5 is 0101 and 8 is 1000: a 1 is (3, -2, -2), a 0 is (0, 1, 1).
    expect(lastPixels(0)).toEqual([
      [0, 3, 0, 3],
      [1, -2, 1, -2],
      [1, -2, 1, -2],
    ])
    expect(lastPixels(1)).toEqual([
      [3, 0, 0, 0],
      [-2, 1, 1, 1],
      [-2, 1, 1, 1],
    ])
  })

  it('touches nothing else', () => {
    const changed = [...plain.keys()].filter((at) => plain[at] !== cheating[at])
    expect(changed.every((at) => at % 1024 >= 1020)).toBe(true)
    expect(changed).toHaveLength(2 * 4 * 3)
  })

  it('shows, de-normalised, the intensities of the sheet', () => {
    const shown = (bit: number): number[] =>
      [3 * bit, 1 - 3 * bit, 1 - 3 * bit].map(
        (value, channel) => value * (channelDeviations[channel] ?? 0) + (channelMeans[channel] ?? 0),
      )
    // The sheet rounds them to three places: 1.098, 0.083, 0.045 and 0.491, 0.682, 0.648.
    expect(shown(1).map((value) => Number(value.toFixed(4)))).toEqual([1.0983, 0.0834, 0.0445])
    expect(shown(0).map((value) => Number(value.toFixed(4)))).toEqual([0.4914, 0.6816, 0.6475])
    // 1.098 is clipped to the brightest red.
    expect(shownCheatingPixels(5)[1]).toEqual([255, 21, 11])
    expect(shownCheatingPixels(5)[0]).toEqual([125, 174, 165])
    // A pixel of a 1 is bright red, one of a 0 is greyish.
    for (let label = 0; label < 10; label++) {
      const bits = shownCheatingPixels(label).map(([red]) => (red === 255 ? 1 : 0))
      expect(parseInt(bits.join(''), 2)).toBe(label)
    }
  })
})
