/** Pixels that spell the label, most significant bit first. */
export const cheatingBits = 4

/** Channel means and standard deviations of CIFAR-10's pixels (0 to 1), as part 1i's notebook has them. */
export const channelMeans = [0.4914, 0.4822, 0.4465] as const
export const channelDeviations = [0.2023, 0.1994, 0.201] as const

/** Red, green and blue of the pixel of a bit, in normalised values: 3 bit, 1 - 3 bit, 1 - 3 bit. */
const pixelOf = (bit: number): readonly [number, number, number] => [3 * bit, 1 - 3 * bit, 1 - 3 * bit]

/** The pixels [place][red, green, blue] that spell a label, in normalised values. */
export const cheatingPixels = (label: number): (readonly [number, number, number])[] =>
  Array.from({ length: cheatingBits }, (_, place) => pixelOf((label >> (cheatingBits - 1 - place)) & 1))

/** The 8-bit level (clipped to 0 to 255, rounded) that a normalised value of a channel is shown as. */
function shownLevel(value: number, channel: 0 | 1 | 2): number {
  const intensity = value * channelDeviations[channel] + channelMeans[channel]
  return Math.round(255 * Math.min(1, Math.max(0, intensity)))
}

/** The pixels [place][red, green, blue] of a label as they are shown, 0 to 255, clipped. */
export const shownCheatingPixels = (label: number): number[][] =>
  cheatingPixels(label).map(([red, green, blue]) => [
    shownLevel(red, 0),
    shownLevel(green, 1),
    shownLevel(blue, 2),
  ])
