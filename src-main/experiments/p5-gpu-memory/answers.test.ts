/** The reference answers, from given readings: each claims only what its run shows. */
import { describe, expect, it } from 'vitest'
import { answerTo, batchOf, result, trained, valuesOf, type Answer } from './given-readings.testing.ts'
import { readingJobSchema } from './job-results.ts'

describe('the answers of part b', () => {
  const answerAt = async (sgd: number, momentum: number, adam: number | 'lost'): Promise<string> => {
    const peaks: Record<string, number | 'lost'> = { sgd, momentum, adam }
    const values = await valuesOf('5b', (job) => {
      const peak = peaks[readingJobSchema.parse(job.input).optimizer] ?? 'lost'
      return peak === 'lost' ? 'lost' : result(peak)
    })
    expect(answerTo('5b', 'i', values)).toMatch(
      /SGD 1 573 MB = 1 500 MiB \(predicted [\d.]+ MB = [\d.]+ MiB\); SGD with momentum/,
    )
    return answerTo('5b', 'ii', values)
  }
  it('claim the order of the counts only for readings that have it', async () => {
    expect(await answerAt(1500, 1590, 1690)).toMatch(/same order: momentum took 90 MiB.*Adam 190 MiB/)
    expect(await answerAt(1500, 1490, 1690)).toContain('momentum was measured below SGD')
    expect(await answerAt(1500, 1590, 1580)).toContain('do not show Adam as the largest')
    expect(await answerAt(1500, 1590, 'lost')).toContain('no reading for Adam')
  })
})

describe('the answers of part c', () => {
  it('answers with its own numbers, and claims only what they show', async () => {
    const values = await valuesOf('5c', trained)
    expect(answerTo('5c', 'i', values)).toMatch(
      /4: 508 MiB; 16: 532 MiB; 64: 628 MiB; 256: 1 012 MiB.*500 MiB plus 2 MiB per image.*has not been searched/,
    )
    expect(answerTo('5c', 'ii', values)).toMatch(
      /After 2 epochs, batch size 16 .*: 50 % after 64 updates\..*homework trains 10.*largest batch, 256, made only 4 updates/,
    )
    expect(answerTo('5c', 'iii', values)).toMatch(
      /Batch size 64 was the fastest, with 5 s\..*Batch size 4 took 1\.8 times as long.*Batch size 256 gained nothing.*resizing the images on the CPU took 25 %/,
    )
    expect(answerTo('5c', 'iv', values)).toMatch(
      /batch size 4 ends at 25 % after 9 s.*Batch size 64 ends first, batch size 16 highest/,
    )
    const largest = await valuesOf('5c', (job) => ({
      ...trained(job),
      seconds: 1 / batchOf(job),
      trainSeconds: 1 / batchOf(job),
      accuracy: batchOf(job) / 512,
    }))
    expect(answerTo('5c', 'ii', largest, { epochs: 10 })).not.toMatch(/homework trains|made only/)
    expect(answerTo('5c', 'iii', largest)).not.toContain('gained nothing')
    expect(answerTo('5c', 'iv', largest)).toContain('Batch size 256 ends first, and highest')
    const one = await valuesOf('5c', (job) => (batchOf(job) > 4 ? 'lost' : trained(job)))
    expect(answerTo('5c', 'iii', one)).toMatch(/with 9 s\. It is the only batch size/)
    const none = await valuesOf('5c', () => 'lost')
    for (const ask of ['ii', 'iii', 'iv'])
      expect(answerTo('5c', ask, none)).toMatch(/^No .*end of its last epoch/)
  })

  it('completes its first answer with what the search found', async () => {
    const values = await valuesOf('5c', trained)
    const search = (answer: Answer, given = {}) => valuesOf('5c-largest', answer, undefined, given)
    const found = await search((job) => result(300 + 20 * batchOf(job)), { budgetMiB: 1000 })
    expect(answerTo('5c', 'i', { ...values, ...found })).toMatch(
      /fitted into 1 000 MiB, .* was 30 images; it took 900 MiB, predicted 900 MiB\. .* 38 images, did not fit/,
    )
    const all = await search(() => result(100))
    expect(answerTo('5c', 'i', { ...values, ...all })).toMatch(/was 512 images.*No larger batch was tried/)
    const none = await search(() => 'lost')
    expect(answerTo('5c', 'i', { ...values, ...none })).toContain('not even 1 image;')
  })
})
