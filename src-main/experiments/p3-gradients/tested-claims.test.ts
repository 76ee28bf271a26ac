import { describe, expect, it } from 'vitest'
import { collectRun, slotByKey } from '../collect-run.testing.ts'
import { part as part3a } from './parts/3a.ts'
import { scalingValues } from './pure/scaling-values.ts'
import { judged } from './scaling-answer.ts'

async function answerOf(key: string, given: Readonly<Record<string, unknown>>): Promise<string> {
  const { params, values } = await collectRun(key, given)
  return slotByKey(key).ask(params).answer('', Object.fromEntries(values)).paragraphs.join('\n')
}

describe('the answers of problem 3 claim only what their run shows', () => {
  it('3a: a training that moves away from its filter is called that, and not rounding alone', async () => {
    const away = await answerOf('3a', { trainImages: 30, imagesRate: 60 })
    expect(away).toContain('the training moves away from the filter')
    expect(away).not.toContain('at most, which is rounding')
    expect(await answerOf('3a', { trainImages: 30 })).not.toContain('moves away')
  })

  it('3a names its loss with its half', () => {
    const field = part3a.slots.main.fields.find(({ name }) => name === 'imagesRate')
    expect(field?.help).toContain('half the mean squared error')
  })

  it('3b gives the odds of a difference the right way round', () => {
    expect(judged(1.2)).toContain('which agrees')
    // Two-sided tails: 0.0027 at 3, 6.3e-5 at 4.
    expect(judged(-3)).toContain('about one run in $370$ deviates as much or more, so another seed')
    expect(judged(4)).toMatch(/one run in \$16\\,000\$ .* chance is a poor explanation/)
    expect(judged(NaN)).not.toMatch(/NaN|agrees/)
  })

  it('3b says what its intervals are, and reads the headings of earlier versions', () => {
    const labels = scalingValues.sizes.columns.map(({ label }) => label)
    expect(labels).toContain('variance, lower end of 95 % interval')
    const old = { columns: ['n', 'm', 'variance, low'], rows: [[8, 6, 2.5]] }
    expect(scalingValues.sizes.of({ '3b.sizes': { value: old } })?.[0]?.varianceLow).toBe(2.5)
  })

  it('3c: the share of a side that does not halve evenly is that of its blocks', async () => {
    const run = await collectRun('3c', { poolSide: 7, layers: 2, poolGrid: 'random' })
    const last = run.samples.filter(({ track }) => track === 'max').at(-1)
    // One output, one pixel of 49; a quarter of a quarter would be 1/16.
    expect(last?.values['shareTheory']).toBeCloseTo(1 / 49, 14)
    const average = run.samples.filter(({ track }) => track === 'average').at(-1)
    expect(average?.values['shareTheory']).toBeCloseTo(16 / 49, 14)
    expect(await answerOf('3c', { poolSide: 7, layers: 2, poolGrid: 'random' })).toContain(
      'if the side halved evenly it would be',
    )
  })

  it('3c leaves pixels out where dY has zeros', async () => {
    const given = { poolUpstream: 'typed', outputGradient: [1, 0, 0, 0] }
    expect(await answerOf('3c', given)).not.toContain('No pixel is left out')
    expect(await answerOf('3c', {})).toContain('No pixel is left out')
  })
})
