import type { StoredArray } from '#experiments/p4-inductive-bias/pure/snapshots.ts'

/** What a pixel that validation images of a class light was in training. */
export type LitFate = 'unlit' | 'own' | 'other' | 'never'

/** Of one class: which pixels its bands light in validation, and whose bands lit them in training. */
export interface LitOverlap {
  readonly label: number
  /** One a pixel, row by row; `unlit` where no validation image of the class lights it. */
  readonly fates: readonly LitFate[]
  /** Pixels lit in validation; of these: lit in training by the same class, by other classes only, by none. */
  readonly lit: number
  readonly own: number
  readonly other: number
  readonly never: number
}

/**
 * Compares the shares of images that light each pixel, [classes, rows, columns], of training and validation.
 * Classes that light nothing in validation are left out.
 */
export function litOverlaps(train: StoredArray, validation: StoredArray): LitOverlap[] {
  const [classes = 0, rows = 0, columns = 0] = validation.shape
  const area = rows * columns
  const isLit = (of: StoredArray, label: number, pixel: number): boolean =>
    (of.data[label * area + pixel] ?? 0) > 0
  const labels = Array.from({ length: classes }, (_, label) => label)
  return labels.flatMap((label) => {
    const fates = Array.from({ length: area }, (_, pixel): LitFate => {
      if (!isLit(validation, label, pixel)) return 'unlit'
      if (isLit(train, label, pixel)) return 'own'
      return labels.some((other) => isLit(train, other, pixel)) ? 'other' : 'never'
    })
    const count = (fate: LitFate): number => fates.filter((found) => found === fate).length
    const lit = area - count('unlit')
    return lit === 0
      ? []
      : [{ label, fates, lit, own: count('own'), other: count('other'), never: count('never') }]
  })
}

/** Red, green and blue of each fate: colours that name no network and stand out in both themes. */
export const fateColors: Readonly<Record<LitFate, readonly [number, number, number]>> = {
  unlit: [225, 228, 232],
  own: [240, 228, 66],
  other: [204, 121, 167],
  never: [136, 34, 85],
}

/** Fates as planes of red, green and blue, [3, pixels], 0 to 255. */
export function fatePlanes(fates: readonly LitFate[]): Uint8Array {
  const planes = new Uint8Array(3 * fates.length)
  fates.forEach((fate, pixel) => {
    fateColors[fate].forEach((value, channel) => {
      planes[channel * fates.length + pixel] = value
    })
  })
  return planes
}

/** The share of one class's images that light each pixel, of an array [classes, rows, columns]. */
export function litShares({ shape, data }: StoredArray, label: number): Float64Array {
  const area = (shape[1] ?? 0) * (shape[2] ?? 0)
  return Float64Array.from({ length: area }, (_, pixel) => data[label * area + pixel] ?? Number.NaN)
}
