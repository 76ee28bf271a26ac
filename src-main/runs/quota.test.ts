import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadsOff, openPolicy } from '#contract/policy.ts'
import { openLab } from './lab-under-test.testing.ts'
import { refuseOverQuota } from './quota.ts'

describe('what an administrator allows', () => {
  let lab: Awaited<ReturnType<typeof openLab>>
  let page: ReturnType<typeof lab.page>
  beforeEach(async () => {
    const policy = { ...openPolicy, quota: { runs: 2, bytes: null }, isDownloadAllowed: false }
    lab = await openLab(undefined, { policy })
    page = lab.page()
  })
  afterEach(() => lab.close())

  it('is so many runs, of a group too; one in the trash makes room', async () => {
    const over = 'This lab’s policy allows 2 runs, and there are'
    const first = await page.start()
    await page.ended(first.id)
    const { request } = first
    const group = page.client.request('run.startGroup', { request, seeds: 2, stepsPerSecond: null })
    await expect(group).rejects.toThrow(`${over} 1;`)
    await page.ended((await page.start()).id)
    await expect(page.start()).rejects.toThrow(`${over} 2; delete runs and empty the trash`)
    await page.client.request('run.delete', { run: first.id })
    expect((await page.start()).id).not.toBe(first.id)
  })

  it('is no download, and nothing is asked of the internet', async () => {
    await expect(page.client.request('dataset.download', {})).rejects.toThrow(downloadsOff)
    expect((await page.client.request('dataset.list', {})).job).toBeNull()
  })
})

it('is so many bytes, of the trash too', () => {
  const quota = { runs: null, bytes: 5e6 }
  expect(() => refuseOverQuota(quota, { runs: 3, bytes: 4_999_999 }, 1)).not.toThrow()
  expect(() => refuseOverQuota(quota, { runs: 3, bytes: 5e6 }, 1)).toThrow(
    /allows 5.MB of runs, and there are 5.0.MB/,
  )
  expect(() => refuseOverQuota(openPolicy.quota, { runs: 1e6, bytes: 1e12 }, 1)).not.toThrow()
})
