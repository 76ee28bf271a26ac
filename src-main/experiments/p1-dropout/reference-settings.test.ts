/** What the reference answers claim, and must not claim, over settings far from the homework's. */
import { describe, expect, it } from 'vitest'
import type { Params } from '#contract/fields.ts'
import type { Values } from '#contract/samples.ts'
import { percent } from '#text/words.ts'
import { collectRun, slotByKey, type CollectedRun } from '../collect-run.testing.ts'
import { instability } from './answer-stability.ts'
import { texFactor } from './answer-text.ts'
import { part as part1b, training as training1b } from './parts/1b.ts'
import { part as part1d, training as training1d } from './parts/1d.ts'
import { part as part1e, training as training1e } from './parts/1e.ts'
import { part as part1f, trainings as trainings1f } from './parts/1f.ts'
import { part as part1g, trainings as trainings1g } from './parts/1g.ts'
import { part as part1h, trainings as trainings1h } from './parts/1h.ts'
import type { Training } from './training.ts'

/** The trainings of each part; part i trains networks on images, and its answer is tested with its trainer. */
const trainingsOf: Readonly<Record<string, (params: Params) => readonly Training[]>> = {
  '1a': () => [],
  '1b': (params) => [training1b(part1b.slots.main.typed(params))],
  '1c': () => [],
  '1d': (params) => [training1d(part1d.slots.main.typed(params))],
  '1e': (params) => [training1e(part1e.slots.main.typed(params))],
  '1f': (params) => trainings1f(part1f.slots.main.typed(params)),
  '1g': (params) => trainings1g(part1g.slots.main.typed(params)),
  '1h': (params) => trainings1h(part1h.slots.main.typed(params)),
}
const ids = Object.keys(trainingsOf)

/** Of these parameters those that the part has. */
const ownOf = (part: string, given: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([name]) => name in slotByKey(part).defaults))

async function answered(
  part: string,
  given = {},
): Promise<{ run: CollectedRun; paragraphs: readonly string[] }> {
  const run = await collectRun(part, given)
  const { paragraphs } = slotByKey(part).ask(given).answer('', Object.fromEntries(run.values))
  return { run, paragraphs }
}
const textOf = async (part: string, given = {}): Promise<string> =>
  (await answered(part, given)).paragraphs.join('\n')

const points = [{}, { x1: 0 }, { x2: 0 }, { x1: 0, x2: 0 }, { x2: -10 }, { y: 0 }, { start1: -3, start2: 2 }]
const rates = [{ dropRate: 0 }, { dropRate: 0.5 }, { dropRate: 0.99 }].map((given) => ({
  ...given,
  sweepRates: [0, 0.5, given.dropRate],
}))
const speeds = [1e-5, 0.001, 0.02, 1].map((learningRate) => ({ learningRate }))
const descents = [
  { optimizer: 'sgd', iterations: 1 },
  { optimizer: 'sgd', iterations: 150 },
  { optimizer: 'momentum', iterations: 150 },
  { optimizer: 'adam', iterations: 150 },
]
const grid = points.flatMap((point) =>
  rates.flatMap((rate) =>
    speeds.flatMap((speed) =>
      descents.map((descent) => ({ ...point, ...rate, ...speed, ...descent, logEvery: 50 })),
    ),
  ),
)

/** The claims that need a condition, and the condition. */
function expectClaims(part: string, given: Record<string, unknown>, run: CollectedRun, text: string): void {
  const { x1, x2, y, dropRate = 0 } = run.params
  const trainings = trainingsOf[part]?.(run.params) ?? []
  const why = `${part} ${JSON.stringify(given)}\n${text}`
  const hasBoth = x1 !== 0 && x2 !== 0
  const isContradicted = hasBoth && y !== 0 && dropRate !== 0
  const never = (claim: RegExp): void => expect(text, why).not.toMatch(claim)
  never(/NaN|undefined|Infinity|\\infty|\bnull\b|\d[a-h]\.\w|training on |preset|e-\d/)
  never(/(?<![\d.]) 0 % of the logged|leaves \$-?1\$ of|of 0 %|multiplies the residual by [^.]*= 1\$/)
  if (!isContradicted)
    never(/contributions are therefore equal|Dropout penalises|pull(s|ed)? towards the equation/)
  if (y === 0 || dropRate === 0 || (x1 === 0 && x2 === 0)) never(/four equations contradict|not its bias/)
  if (!isContradicted) never(/A remaining difference|the difference between those two/)
  if (!hasBoth || Math.abs(Number(x1)) === Math.abs(Number(x2)) || y === 0)
    never(
      /tends to .*equal contributions, but|minimiser is not|The solution changes|move towards different solutions/,
    )
  const unstable = trainings.filter((training) => instability(training) !== null)
  if (unstable.length > 0) expect(text, why).toMatch(/The learning rate .* is too large.*stable/s)
  else never(/too large|unstable/)
  if (unstable.length > 0 && unstable.length === trainings.length)
    never(/time constant|lie on the curves|Averaged over all|never settles|smooth|would be at .*infty/)
  const isDiverged = [...run.values.values()].some(
    (value) => 'notMeasured' in value && value.notMeasured.includes('diverged'),
  )
  if (isDiverged) expect(text, why).toMatch(/diverged|grew beyond/)
}

describe('the reference answers over a grid of settings', () => {
  it.each(ids)('part %s claims only what holds there', async (part) => {
    const own = new Set(grid.map((given) => JSON.stringify(ownOf(part, given))))
    for (const given of [...own].map((text) => JSON.parse(text) as Record<string, unknown>)) {
      const { run, paragraphs } = await answered(part, given)
      expectClaims(part, given, run, paragraphs.join('\n'))
    }
  })
})

describe('the reference answer in a changed setting', () => {
  it.each(['1b', '1d', '1e'])('part %s leads with the bound where it is unstable', async (part) => {
    const { paragraphs } = await answered(part, { learningRate: 0.5 })
    expect(paragraphs[0]).toMatch(
      /^The learning rate \$0\.5\$ is too large: SGD .* stable only below \$0\.00\d+\$/,
    )
    expect(paragraphs[1]).toMatch(/diverged at step \d+.*no weights to compare/)
    const calm = await answered('1d', { dropRate: 0.99 })
    expect(calm.paragraphs[0]).toContain(String.raw`stable only below $9.99 \times 10^{-7}$`)
  })

  it('1c drops the contradiction and the equal terms where there is none', async () => {
    expect(await textOf('1c', { dropRate: 0 })).toContain('the point is fitted exactly')
    const single = await textOf('1c', { x1: 0 })
    expect(single).toContain('it shrinks from $y$ to $qy = 5.5$')
    expect(await textOf('1c')).toContain('contributions are therefore equal')
  })

  it('1e tells the two stages as far as the run got', async () => {
    const slow = await textOf('1e', { learningRate: 1e-5 })
    expect(slow).toContain(String.raw`1 - 2.992 \times 10^{-5}`)
    expect(slow).toContain('the long slope after it has only begun')
    expect(slow).toMatch(/falls from \$121\$ to \$59\.06\$/)
    expect(slow).not.toContain('within a few steps')
    expect(await textOf('1e', { learningRate: 1e-6 })).toContain('even the first, faster fall is not over')
    expect(await textOf('1e')).toContain('drops within a few steps')
    expect(await textOf('1e')).toContain('all but over')
    expect(await textOf('1e', { batchSize: 1 })).toContain('The curve is rough')
  })

  it('1f explains one training, one input or two alike without a difference that is not there', async () => {
    expect(await textOf('1f', { dropRate: 0 })).toContain('repeats the first')
    expect(await textOf('1f', { x2: 0 })).toContain('nothing to share')
    expect(await textOf('1f', { x2: 10 })).toContain('keeps them equal')
    const half = await textOf('1f', { learningRate: 0.006, iterations: 9000 })
    expect(half).toMatch(/Without dropout\. After 9\u202f000 steps .*10\.89/)
    expect(half).toMatch(/With dropout\. The learning rate .* too large.*diverged at step/)
  })

  it('1g has a jump only between two inputs of different size, and dots only at stable rates', async () => {
    expect(await textOf('1g', { x1: 0, iterations: 50 })).toMatch(
      /^There is no jump here: .*one input is nonzero/,
    )
    expect(await textOf('1g', { x2: 10, iterations: 50 })).toMatch(/^There is no jump here: .*equal size/)
    expect(await textOf('1g', { learningRate: 0.02 })).toContain('every rate of this sweep')
    const some = await textOf('1g', { learningRate: 0.004 })
    expect(some).toMatch(/too large at p = 0\.7: only a learning rate below \$0\.00299\$ is stable there/)
    expect(some).toContain('The dots at p = 0, 0.1, 0.3 and 0.5 lie on the curves')
    expect(await textOf('1g', { iterations: 20 })).toMatch(/has not converged: after 20 steps/)
  })

  it('1h says which optimizer has not arrived', async () => {
    expect(await textOf('1h', { iterations: 100 })).toContain('not fitted yet by Adam')
    expect(await textOf('1h', { iterations: 5 })).toContain('not fitted yet by either')
    expect(await textOf('1h')).toContain('Both solutions fit the point')
  })
})

describe('numbers near the ends of a scale', () => {
  it('are bounded as shares, and kept as differences from 1 as factors', () => {
    expect([0, 1.26e-97, 0.0499, 0.99996, 1].map(percent)).toEqual([
      '0 %',
      'less than 0.01 %',
      '4.99 %',
      'more than 99.9 %',
      '100 %',
    ])
    expect(texFactor(1 - 3e-5, 3e-5)).toBe(String.raw`1 - 3 \times 10^{-5}`)
    expect(texFactor(0.997)).toBe('0.997')
  })
})

describe('the answer to 1i', () => {
  const measured = (p0: readonly [number, number], p75: readonly [number, number]): Values =>
    Object.fromEntries(
      [
        ['p0.clean', p0[0]],
        ['p0.cheat', p0[1]],
        ['p0.deadClasses', 0],
        ['p75.clean', p75[0]],
        ['p75.cheat', p75[1]],
        ['p75.deadClasses', 0],
        ['p0.validationLoss', 1],
        ['p75.validationLoss', 1],
      ].map(([name, value]) => [`1i.${name}`, { value: Number(value) }]),
    )
  const text = (values: Values): string => slotByKey('1i').ask({}).answer('', values).paragraphs.join(' ')

  it('says that the hint is read only where it makes a difference', () => {
    expect(text(measured([13, 89], [58, 80]))).toMatch(
      /learned to read those four pixels\. .*still worth 22 %/s,
    )
    const alike = text(measured([48, 48], [9, 10]))
    expect(alike).toMatch(/has not learned to read the hint/)
    expect(alike).toMatch(/no clear difference/)
    expect(alike).not.toMatch(/still worth/)
  })
})
