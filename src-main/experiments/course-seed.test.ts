import { expect, it } from 'vitest'
import { usualSeed } from '#contract/runs.ts'
import { collectRun } from './collect-run.testing.ts'

// The whole criterion is `npm run bench -- course-seed`; these are its cheap claims.
it('the seed that everybody starts with shows what the homework asks about', async () => {
  const numberOf = async (key: string, ids: readonly string[]) => {
    const { values } = await collectRun(key, {}, usualSeed)
    return ids.map((id) => Number(values.get(id)?.value))
  }
  const [single = NaN] = await numberOf('1d', ['1d.distance'])
  const [large = NaN] = await numberOf('1e', ['1e.distance'])
  expect(large).toBeLessThan(single)
  expect(await numberOf('4a', ['4a.cnn.trainAccuracy', '4a.mlp.trainAccuracy'])).toEqual([100, 100])
}, 60_000)
