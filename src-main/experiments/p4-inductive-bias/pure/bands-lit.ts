import { bandPixels, paintBandImage } from './band-image.ts'
import type { BandImages } from './bands.ts'

/** By label, in how many images of the class a band lit each pixel by at least half ([classes, 784]); before any permutation. */
export function litCounts(images: Pick<BandImages, 'classes' | 'labels' | 'parameters'>): Int32Array[] {
  const counts = images.classes.map(() => new Int32Array(bandPixels))
  images.parameters.forEach(({ bands, angle }, image) => {
    // White bands on black show how much of each pixel the bands cover, a rotated one too.
    const mask = paintBandImage({
      background: 0,
      bands: bands.map((band) => ({ ...band, intensity: 1 })),
      angle,
    })
    const count = counts[images.labels[image] ?? 0]
    if (count)
      for (let pixel = 0; pixel < bandPixels; pixel++)
        if ((mask[pixel] ?? 0) >= 0.5) count[pixel] = (count[pixel] ?? 0) + 1
  })
  return counts
}
