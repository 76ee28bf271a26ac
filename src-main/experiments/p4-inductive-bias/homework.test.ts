/**
 * The accuracies of parts a to d at the homework's settings, for some of its numbers of images, over four seeds,
 * beside those of an independent implementation (NumPy, its own random streams, the same networks, initialisation,
 * optimizer and epochs; four seeds each). The whole comparison is a program in bench/.
 */
import { describe, expect, it } from 'vitest'
import { mean, standardDeviation } from '#numeric/statistics.ts'
import { collectRun } from '../collect-run.testing.ts'
import { cellTrack, type NetworkName } from './pure/cells.ts'

/** Mean and population standard deviation over four seeds, in percent. */
type Reference = readonly [mean: number, deviation: number]
const seeds = 4

/** A deviation that four seeds may happen not to show: two validation images of 150. */
const leastDeviation = 1.3

/**
 * That both sets of four seeds may come from one distribution: their means lie within three standard errors of
 * their difference.
 */
function expectAlike(measured: readonly number[], [expected, deviation]: Reference, what: string): void {
  expect(measured, what).toHaveLength(seeds)
  const unbiased = deviation * Math.sqrt(seeds / (seeds - 1))
  const spread = Math.hypot(
    Math.max(leastDeviation, standardDeviation(measured)),
    Math.max(leastDeviation, unbiased),
  )
  const allowed = (3 * spread) / Math.sqrt(seeds)
  expect(Math.abs(mean(measured) - expected), `${what}: ${measured.join(', ')}`).toBeLessThan(allowed)
}

type Samples = Awaited<ReturnType<typeof collectRun>>['samples']

/** A series of a network after so many epochs, of every seed. */
const at = (
  samples: Samples,
  network: NetworkName,
  perClass: number,
  epoch: number,
  series: string,
): number[] =>
  Array.from({ length: seeds }, (_, index) => cellTrack(network, perClass, index)).flatMap((track) =>
    samples
      .filter((one) => one.track === track && one.step === epoch)
      .map(({ values }) => values[series] ?? NaN),
  )

const run = async (key: string, given: Record<string, unknown>): Promise<Samples> =>
  (await collectRun(key, { ...given, seeds }, 2000)).samples

describe('the homework’s accuracies over four seeds', () => {
  it('4a: training accuracy after 100, 200 and 500 epochs', async () => {
    const samples = await run('4a', {})
    const accuracy = (network: NetworkName, epoch: number) => at(samples, network, 10, epoch, 'trainAccuracy')
    expectAlike(accuracy('cnn', 100), [52.5, 15], 'CNN at 100')
    expectAlike(accuracy('cnn', 200), [61.7, 13.8], 'CNN at 200')
    expectAlike(accuracy('cnn', 500), [84.2, 25.5], 'CNN at 500')
    expectAlike(accuracy('mlp', 100), [73.3, 15.8], 'MLP at 100')
    expectAlike(accuracy('mlp', 500), [100, 0], 'MLP at 500')
  }, 120_000)

  it('4b: free CNN, MLP and frozen edge detectors after 30 epochs', async () => {
    const samples = await run('4b', { perClass: [10, 50] })
    const accuracy = (network: NetworkName, count: number, series = 'validationAccuracy') =>
      at(samples, network, count, 30, series)
    expectAlike(accuracy('cnn', 10), [46.3, 1.5], 'CNN, 10')
    expectAlike(accuracy('cnn', 50), [85.8, 8], 'CNN, 50')
    expectAlike(accuracy('mlp', 10), [49, 5.8], 'MLP, 10')
    expectAlike(accuracy('mlp', 50), [81.3, 3.5], 'MLP, 50')
    expectAlike(accuracy('frozen', 10), [91.7, 0.7], 'frozen, 10')
    expectAlike(accuracy('frozen', 50), [91.5, 0.9], 'frozen, 50')
    expectAlike(accuracy('frozen', 50, 'trainAccuracy'), [90.7, 1.1], 'frozen, 50, training')
  }, 120_000)

  it('4c: with 20 images a class the CNN comes to 90 %, and the MLP’s loss rises', async () => {
    const samples = await run('4c', { perClass: [20], mlpPerClass: [] })
    const of = (network: NetworkName, epoch: number, series = 'validationAccuracy') =>
      at(samples, network, 20, epoch, series)
    expectAlike(of('cnn', 60), [86.5, 5.8], 'CNN at 60')
    expectAlike(of('cnn', 150), [93.3, 3.2], 'CNN at 150')
    expectAlike(of('mlp', 60), [67.3, 4.9], 'MLP at 60')
    expectAlike(of('mlp', 150), [65.2, 4], 'MLP at 150')
    expect(mean(of('mlp', 150, 'validationLoss'))).toBeGreaterThan(
      1.2 * mean(of('mlp', 30, 'validationLoss')),
    )
    expect(mean(of('mlp', 150, 'wrongConfidence'))).toBeGreaterThan(mean(of('mlp', 30, 'wrongConfidence')))
  }, 120_000)

  it('4d: the CNN carries over to the other half, the MLP does not', async () => {
    const samples = await run('4d', { perClass: [10] })
    const of = (network: NetworkName, epoch: number, series = 'validationAccuracy') =>
      at(samples, network, 10, epoch, series)
    expectAlike(of('cnn', 100), [68.2, 9.5], 'CNN at 100')
    expectAlike(of('cnn', 300), [80, 8.4], 'CNN at 300')
    expectAlike(of('mlp', 300), [33.3, 0], 'MLP at 300')
    expectAlike(of('mlp', 300, 'trainAccuracy'), [100, 0], 'MLP at 300, training')
  }, 120_000)
})
