import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab } from './lab-under-test.testing.ts'

const limits = { atWork: 2, paused: 1, waiting: 6 }
let lab: Awaited<ReturnType<typeof openLab>>
let page: ReturnType<typeof lab.page>
beforeEach(async () => {
  lab = await openLab(undefined, { limits })
  page = lab.page()
})
afterEach(() => lab.close())

/** One after the other: a page waits for one thing at a time. */
async function allEnded(heads: readonly { readonly id: string }[]) {
  const ended = []
  for (const { id } of heads) ended.push(await page.ended(id))
  return ended
}
const startGroup = (seeds: number, more: object = {}, stepsPerSecond: number | null = null) =>
  page.client.request('run.startGroup', {
    request: { part: '1d', slot: 'main', params: {}, seed: 40, engine: 'auto', ...more },
    seeds,
    stepsPerSecond,
  })

describe('seeds as a group', () => {
  it('are runs of the same request with the seeds from its own on, the first of them the newest', async () => {
    const heads = await startGroup(3)
    expect(heads.map(({ request }) => request.seed)).toEqual([40, 41, 42])
    expect(new Set(heads.map(({ group }) => JSON.stringify(group)))).toEqual(
      new Set([JSON.stringify({ id: heads[0]?.id, size: 3 })]),
    )
    const ended = await allEnded(heads)
    expect(ended.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed'])
    expect(new Set(ended.map(({ values }) => values['1d.w1']?.value)).size).toBe(3)
    expect(lab.manager.list().runs[0]?.request.seed).toBe(40)
    const listed = await page.client.request('group.list', { group: heads[0]?.id ?? '' })
    expect(listed.map(({ id }) => id)).toEqual(heads.map(({ id }) => id))
  })

  it('stay a group when the lab is opened again', async () => {
    const heads = await startGroup(2)
    await allEnded(heads)
    const again = await openLab(lab.home)
    expect(again.manager.head(heads[1]?.id ?? '').group).toEqual({ id: heads[0]?.id, size: 2 })
    await again.close()
  })

  it('are started all or none', async () => {
    await expect(startGroup(9)).rejects.toThrow(/6 runs are waiting/)
    await expect(startGroup(3, { seed: 4_294_967_294 })).rejects.toThrow(/begin with a smaller seed/)
    await expect(startGroup(3, { params: { dropRate: 1 } })).rejects.toThrow(/Drop/)
    expect(lab.manager.list().total).toBe(0)
  })

  it('are stopped as one, of which none begins meanwhile, and deleted as one', async () => {
    const heads = await startGroup(5, { params: { iterations: 1_000_000 } }, 5)
    const group = heads[0]?.id ?? ''
    await page.until(() => lab.manager.head(heads[1]?.id ?? '').status === 'running')
    await expect(page.client.request('group.delete', { group })).rejects.toThrow(/under way; stop the group/)
    await page.client.request('group.stop', { group })
    const ended = await allEnded(heads)
    expect(ended.map(({ status, samples }) => [status, samples > 0])).toEqual([
      ['stopped', true],
      ['stopped', true],
      ['stopped', false],
      ['stopped', false],
      ['stopped', false],
    ])
    await page.client.request('group.delete', { group })
    expect(lab.manager.list().total).toBe(0)
    await expect(page.client.request('group.list', { group })).rejects.toThrow(/no group of runs/)
  })
})
