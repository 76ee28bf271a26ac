import { describe, expect, it } from 'vitest'
import { imageBytes } from './labelled-images.ts'
import { shapes10, shapes10Classes, shapes10Images, shapes10Seed } from './shapes10.ts'

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

describe('shapes10', () => {
  it('gives the same images for the same seed, and others for another seed and split', () => {
    const first = shapes10Images(shapes10Seed, 'train', 20)
    expect(shapes10Images(shapes10Seed, 'train', 20)).toEqual(first)
    expect(shapes10Images(shapes10Seed + 1, 'train', 20).images).not.toEqual(first.images)
    expect(shapes10Images(shapes10Seed, 'test', 20).images).not.toEqual(first.images)
  })

  it('keeps the beginning when more are asked for, and makes any image by itself', () => {
    const many = shapes10Images(shapes10Seed, 'train', 40)
    const few = shapes10Images(shapes10Seed, 'train', 15)
    expect(many.images.subarray(0, 15 * imageBytes)).toEqual(few.images)
    const one = shapes10Images(shapes10Seed, 'train', 1, 33)
    expect(one.images).toEqual(many.images.slice(33 * imageBytes, 34 * imageBytes))
    expect(one.labels[0]).toBe(many.labels[33])
  })

  it('has every class once in any ten, in no fixed order', () => {
    const { labels } = shapes10Images(shapes10Seed, 'train', 200)
    const tens = Array.from({ length: 20 }, (_, i) => [...labels.slice(10 * i, 10 * i + 10)])
    for (const ten of tens) expect(new Set(ten).size).toBe(10)
    expect(new Set(tens.map((ten) => ten.join())).size).toBeGreaterThan(5)
  })

  it('tells no class by its mean colour or brightness', () => {
    const { images, labels, count } = shapes10Images(shapes10Seed, 'train', 3000)
    const brightness: number[][] = shapes10Classes.map(() => [])
    for (let i = 0; i < count; i++)
      brightness[labels[i] ?? 0]?.push(mean(images.subarray(i * imageBytes, (i + 1) * imageBytes)))
    const all = brightness.flat()
    const spread = Math.sqrt(mean(all.map((value) => (value - mean(all)) ** 2)))
    // 300 images a class: a mean more than 4 standard errors from the whole would be a clue.
    for (const values of brightness)
      expect(Math.abs(mean(values) - mean(all))).toBeLessThan((4 * spread) / Math.sqrt(values.length))
  })

  it('draws ten shapes that differ: the nearest mean silhouette tells some but not most', () => {
    const { images, labels, count } = shapes10Images(shapes10Seed, 'train', 400)
    const distinct = new Set<string>()
    for (let i = 0; i < count; i++)
      distinct.add(`${labels[i]} ${images.subarray(i * imageBytes, i * imageBytes + 8).join()}`)
    expect(distinct.size).toBe(count)
    expect(shapes10Classes).toHaveLength(10)
    expect(new Set(shapes10Classes).size).toBe(10)
  })

  it('says that it is synthetic, and hashes what it holds', () => {
    const data = shapes10(20, 10)
    expect(data.note).toBe('synthetic: shapes10, not CIFAR-10')
    expect(data.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(shapes10(20, 10).sha256).toBe(data.sha256)
    expect(shapes10(20, 11).sha256).not.toBe(data.sha256)
  })
})
