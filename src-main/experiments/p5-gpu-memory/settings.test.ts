import { describe, expect, it } from 'vitest'
import { part as part5a } from './parts/5a.ts'
import { part as part5b } from './parts/5b.ts'
import { part as part5c } from './parts/5c.ts'
import { batchSizesOf, learningRateOf, stepsPerEpoch } from './pure/batch-sizes.ts'
import { inWholeMiB } from './pure/units.ts'
import {
  batchesExpectation,
  contextExpectation,
  optimizersExpectation,
  searchExpectation,
} from './part-expectations.ts'

const { main, largest } = part5c.slots

describe('the settings', () => {
  it('give each batch size the learning rate of the homework', () => {
    const rates = [4, 8, 16, 32, 64, 128, 256, 512, 1024].map(learningRateOf)
    const asked = [1e-4, 2e-4, 4e-4, 8e-4, 1.6e-3, 3.2e-3, 6.4e-3, 6.4e-3, 6.4e-3]
    rates.forEach((rate, i) => expect(rate).toBeCloseTo(asked[i] ?? NaN, 12))
  })

  it('count steps as the homework does', () => {
    expect([4, 16, 64, 256, 1024].map((batch) => stepsPerEpoch(batch, { trainImages: 4096 }))).toEqual([
      1024, 256, 64, 16, 4,
    ])
    expect(main.ask(main.homework).totalSteps).toBe(10 * (1024 + 256 + 64 + 16))
    expect(batchSizesOf({ batchSizes: [64, 4.4, 4, 64] })).toEqual([4, 64])
  })

  it('state the time and the memory to expect, and more for the homework’s setting', () => {
    const [context, optimizers] = [part5a.slots.main, part5b.slots.main]
    const expected = [
      [contextExpectation(context.typed({})), contextExpectation(context.typed(context.homework))],
      [
        optimizersExpectation(optimizers.typed({})),
        optimizersExpectation(optimizers.typed(optimizers.homework)),
      ],
      [batchesExpectation(main.typed({})), batchesExpectation(main.typed(main.homework))],
      [searchExpectation(largest.typed({})), searchExpectation(largest.typed(largest.homework))],
    ] as const
    for (const [usual, asHomework] of expected) {
      expect(usual.seconds).toBeLessThan(180)
      expect(asHomework.seconds).toBeGreaterThan(usual.seconds)
    }
    for (const slot of [context, optimizers, main, largest])
      expect(slot.ask({}).notes()[0]).toMatch(
        /^Expected time: .*expected memory: [\d\u202f]+ MiB \(2²⁰ bytes\)/,
      )
    expect(main.ask(main.homework).warnings().join(' ')).toMatch(
      /predicted to need [\d\u202f]+ MiB.*expected to take about \d+ (minutes|hours)/,
    )
  })

  it('write large amounts with thin spaces', () => {
    expect(inWholeMiB(110_378.4 * 2 ** 20)).toBe('110\u202f378 MiB')
    expect(inWholeMiB(999 * 2 ** 20)).toBe('999 MiB')
    expect(inWholeMiB(1_234_567 * 2 ** 20)).toBe('1\u202f234\u202f567 MiB')
  })

  it('warn before a run that would not fit, and only then', () => {
    expect(main.ask({}).fitWarning(16 * 2 ** 30)).toBeNull()
    expect(main.ask({}).fitWarning(2 ** 28)).toMatch(
      /predicted to need [\d\u202f]+ MiB, and 256 MiB are free; .*\.$/,
    )
  })

  it('warn of batches larger than the subset and of parts of images', () => {
    expect(main.ask({ trainImages: 64 }).warnings().join(' ')).toMatch(/a batch of 256 is one step/)
    expect(
      main
        .ask({ batchSizes: [4.5] })
        .warnings()
        .join(' '),
    ).toMatch(/whole numbers/)
  })
})
