import { describe, expect, it } from 'vitest'
import { unitDistributions, type DistributionName } from './distributions.ts'
import { Random } from '#numeric/random.ts'
import { mean, variance } from '#numeric/statistics.ts'
import { collectRun } from '../collect-run.testing.ts'
import { derivedVariance, drawGradients, entryStatistics, type ScalingQuestion } from './scaling.ts'

const homework: ScalingQuestion = {
  imageSide: 8,
  kernelSide: 3,
  draws: 1000,
  imageDistribution: 'exponential',
  imageSigma: 0.7,
  gradientDistribution: 'sign',
  gradientSigma: 1.3,
}

function drawn(question: ScalingQuestion, seed: number): Float64Array {
  const drawing = drawGradients(question, new Random(seed))
  for (;;) {
    const { done, value } = drawing.next()
    if (done) return value
  }
}
const statisticsOf = (question: ScalingQuestion, seed: number) =>
  entryStatistics(drawn(question, seed), question.kernelSide ** 2)

describe('part 3b', () => {
  it.each([
    [3, 8, 29.8116],
    [3, 16, 162.3076],
    [3, 32, 745.29],
    [3, 64, 3183.2164],
    [5, 64, 2981.16],
  ])('derives the variance at k = %i, n = %i: %f, and measures it', (kernelSide, imageSide, expected) => {
    const question = { ...homework, kernelSide, imageSide }
    expect(derivedVariance(question)).toBeCloseTo(expected, 8)
    const found = statisticsOf(question, 4)
    expect(Math.abs(found.variance - expected)).toBeLessThan(4 * found.varianceError)
    expect(found.varianceError).toBeLessThan(0.05 * expected)
    expect(Math.abs(found.mean)).toBeLessThan(4 * found.meanError)
  })

  const names = Object.keys(unitDistributions) as DistributionName[]
  it.each(names.flatMap((x) => names.map((dy) => [x, dy] as const)))(
    'needs no normality: x %s, dy %s',
    (imageDistribution, gradientDistribution) => {
      const question = { ...homework, imageDistribution, gradientDistribution, imageSide: 9 }
      const found = statisticsOf(question, 2)
      expect(Math.abs(found.variance - derivedVariance(question))).toBeLessThan(4 * found.varianceError)
      expect(Math.abs(found.mean)).toBeLessThan(4 * found.meanError)
    },
  )

  it('gives different entries of dw no correlation, though they share dY', () => {
    const gradients = drawn({ ...homework, imageSide: 5, draws: 20_000 }, 8)
    const entry = (at: number) => gradients.filter((_, i) => i % 9 === at)
    const [first, other] = [entry(0), entry(4)]
    const products = first.map((value, draw) => value * (other[draw] ?? NaN))
    expect(Math.abs(mean(products))).toBeLessThan(4 * Math.sqrt(variance(products) / products.length))
    // Not independent: where dY is large for one it is large for the other, unless dY is of one size only.
    const shared = drawn({ ...homework, gradientDistribution: 'exponential', imageSide: 3, draws: 20_000 }, 8)
    const square = (at: number) => shared.filter((_, i) => i % 9 === at).map((value) => value ** 2)
    const [one, two] = [square(0), square(4)]
    const together = mean(one.map((value, draw) => value * (two[draw] ?? NaN)))
    expect(together).toBeGreaterThan(3 * mean(one) * mean(two))
  })

  it('states intervals that hold the derived variance about 95 times in 100', () => {
    const question = { ...homework, imageSide: 4, draws: 400 }
    let held = 0
    for (let seed = 0; seed < 400; seed++) {
      const { variance: found, varianceError } = statisticsOf(question, seed)
      if (Math.abs(found - derivedVariance(question)) < 1.96 * varianceError) held++
    }
    expect(held / 400).toBeGreaterThan(0.91)
    expect(held / 400).toBeLessThan(0.985)
  })

  it('finds slope 1 against m, and the derived one against n', async () => {
    const run = await collectRun('3b', { draws: 1000 }, 182)
    const value = (name: string) => Number(run.values.get(`3b.${name}`)?.value)
    expect(Math.abs(value('slope') - 1)).toBeLessThan(4 * value('slopeError'))
    expect(value('slopeError')).toBeLessThan(0.01)
    expect(value('slopeImageTheory')).toBeGreaterThan(1.05)
    expect(Math.abs(value('slopeImage') - value('slopeImageTheory'))).toBeLessThan(5 * value('slopeError'))
    expect(value('theory')).toBeCloseTo(3183.2164, 8)
    const histogram = run.values.get('3b.histogram')?.value
    const counts =
      typeof histogram === 'object' && histogram ? histogram.rows.map((row) => Number(row[2])) : []
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(990)
  })

  it('has equal slopes against n and m for k = 1', async () => {
    const run = await collectRun('3b', { kernelSide: 1, sizes: [1, 2, 4], draws: 500 })
    expect(run.values.get('3b.slopeImage')).toEqual(run.values.get('3b.slope'))
    expect(Number(run.values.get('3b.slopeImageTheory')?.value)).toBeCloseTo(1, 12)
  })

  it('stays finite where every draw has one size', async () => {
    const given = { kernelSide: 1, sizes: [1, 2, 4], draws: 500, imageDistribution: 'sign' }
    const run = await collectRun('3b', given)
    expect(Math.abs(Number(run.values.get('3b.slope')?.value) - 1)).toBeLessThan(0.1)
  })

  it('draws for one size what it draws beside others', async () => {
    const variances = async (sizes: number[]) =>
      (await collectRun('3b', { sizes, draws: 50 })).samples.map((s) => [s.step, s.values['variance']])
    const [six, nine] = await variances([9, 6])
    expect(await variances([6, 7, 9, 9])).toEqual([six, expect.anything(), nine])
  })

  it('refuses sizes that the kernel does not fit, or that are not whole', async () => {
    await expect(collectRun('3b', { sizes: [2, 8] })).rejects.toThrow('(sizes) must be whole numbers')
    await expect(collectRun('3b', { sizes: [8.5, 9] })).rejects.toThrow('not 8.5')
    await expect(collectRun('3b', { sizes: [8, 8] })).rejects.toThrow('two different numbers')
  })
})
