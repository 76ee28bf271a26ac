import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { formatNumber } from '../src-main/text/numbers.ts'
import { expect, test } from './lab-page.ts'
import { violations } from './violations.ts'

const copies = 1000
/** "1 001 runs", with a thin space. */
const written = (count: number): string => `${formatNumber(count)} runs`

/** Copies of the one run of a home, an hour apart, the oldest last. */
function copyRun(home: string): void {
  const folder = join(home, 'runs')
  const [model = ''] = readdirSync(folder)
  const stored = JSON.parse(readFileSync(join(folder, model, 'run.json'), 'utf8')) as {
    readonly run: { readonly createdAt: string }
  }
  for (let i = 1; i <= copies; i++) {
    const createdAt = new Date(Date.parse(stored.run.createdAt) - 3_600_000 * i).toISOString()
    const id = `${createdAt.replace(/[:.]/g, '-').toLowerCase()}-copy${i}`
    mkdirSync(join(folder, id))
    const run = { ...stored.run, id, name: `Copy ${i}`, createdAt }
    writeFileSync(join(folder, id, 'run.json'), JSON.stringify({ ...stored, run }))
  }
}

test('of a thousand runs the rows in view are drawn, and every one can be reached', async ({
  lab,
  page,
  session,
}) => {
  await lab.open('1b')
  await lab.run('1b')
  await expect(lab.status()).toHaveText('completed')
  // A page that is left behind would ask the dead session for what it needs to connect again.
  await page.goto('about:blank')
  await session.kill()
  copyRun(session.home)
  await page.goto(await session.start())
  await page.getByRole('link', { name: /^Runs/ }).click()
  await expect(page.getByText(written(copies + 1))).toBeVisible()
  await expect(page.getByRole('gridcell', { name: 'Copy 1', exact: true })).toBeVisible()
  const rows = page.locator('tr[data-index]')
  expect(await rows.count()).toBeLessThan(60)

  const frame = page.locator('.frame')
  await rows.first().focus()
  const last = page.getByRole('row').filter({ hasText: `Copy ${copies}` })
  await page.keyboard.press('End')
  await expect(last).toBeInViewport()
  expect(await rows.count()).toBeLessThan(60)
  expect(await violations(page)).toEqual([])

  await last.getByRole('button', { name: /^Rename/ }).click()
  await page.getByLabel('New name of the run').fill('The oldest')
  // A row that holds the focus stays, wherever the list is scrolled to.
  await frame.evaluate((element) => (element.scrollTop = 0))
  await expect(page.getByRole('gridcell', { name: 'Copy 1', exact: true })).toBeInViewport()
  await page.keyboard.press('Enter')
  await frame.evaluate((element) => (element.scrollTop = element.scrollHeight))
  const renamed = page.getByRole('row').filter({ hasText: 'The oldest' })
  await expect(renamed).toBeInViewport()
  await renamed.getByRole('button', { name: /^Delete/ }).click()
  await expect(page.getByText(written(copies))).toBeVisible()
  await expect(renamed).toHaveCount(0)

  // In the part the same runs come in pages.
  await page.getByRole('link', { name: /Understanding dropout/ }).click()
  await lab.open('1b')
  const earlier = lab.part('1b').getByText(`Earlier runs of this part (${copies})`)
  await earlier.click()
  const listed = lab
    .part('1b')
    .locator('details', { has: page.getByText('Differs in') })
    .locator('tbody tr')
  await expect(listed).toHaveCount(20)
  await lab.part('1b').getByRole('button', { name: 'Show 20 more' }).click()
  await expect(listed).toHaveCount(40)
})

test('the table of all runs holds every value of every run', async ({ lab, page }) => {
  for (const seed of ['1', '2']) {
    await lab.open('1d')
    await lab.bar.getByRole('textbox', { name: 'Seed' }).fill(seed)
    await page.keyboard.press('Tab')
    await lab.run('1d')
    // The run before it has ended too.
    await expect(lab.values('1d')).toContainText(`seed ${seed}`)
    await expect(lab.status()).toHaveText('completed')
  }
  await page.getByRole('link', { name: /^Runs/ }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: /Export these runs/ }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  const [head = '', ...lines] = text.trim().split('\r\n')
  expect(lines).toHaveLength(2)
  const column = head.split(',').indexOf('1d.w1')
  expect(
    lines.map((line) => Number(line.split(',')[column])).every((w1) => w1 !== 0 && Number.isFinite(w1)),
  ).toBe(true)
})

/** Starts runs that take hours, past the page; returns what stops them. */
async function keepBusy(page: Page, count: number): Promise<() => Promise<void>> {
  const call = (requests: readonly object[]): Promise<string[]> =>
    page.evaluate(async (asked) => {
      const socket = new WebSocket(`ws://${location.host}/port`)
      await new Promise((resolve) => (socket.onopen = resolve))
      const ids: string[] = []
      for (const [id, request] of asked.entries()) {
        const answer = new Promise<{ result: { id: string } | null }>((resolve) => {
          socket.onmessage = ({ data }: MessageEvent<string>) => {
            const message = JSON.parse(data) as { id?: number; result: { id: string } | null }
            if (message.id === id) resolve(message)
          }
        })
        socket.send(JSON.stringify({ ...request, id }))
        ids.push((await answer).result?.id ?? '')
      }
      socket.close()
      return ids
    }, requests)
  const request = { part: '1e', slot: 'main', params: {}, seed: 1, engine: 'auto' }
  const start = { type: 'run.start', request, stepsPerSecond: 0.1, isPaused: false }
  const ids = await call(Array.from({ length: count }, () => start))
  return async () => void (await call(ids.map((run) => ({ type: 'run.control', run, action: 'stop' }))))
}

test('a run beyond those that the machine carries out waits, shows its place, survives a reload and begins', async ({
  lab,
  page,
}) => {
  // More than the lab carries out at once on any machine.
  const stopOthers = await keepBusy(page, 9)
  await lab.open('1d')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('queued')
  await expect(lab.bar).toContainText(/place \d+ in the queue/)
  await expect(lab.part('1d').getByRole('button', { name: /Waiting, place/ })).toBeDisabled()
  await lab.bar.getByRole('button', { name: 'Stop' }).click()
  await expect(lab.status()).toHaveText('stopped')

  await lab.run('1d')
  await expect(lab.status()).toHaveText('queued')
  await page.getByRole('link', { name: /^Runs/ }).click()
  await expect(page.getByRole('row').nth(1)).toContainText(/queued\s*place \d+/)
  await page.goto(page.url().replace(/#.*/, '#/p1-dropout/1d'))
  await page.reload()
  await lab.open('1d')
  await expect(lab.status()).toHaveText('queued')
  await stopOthers()
  await expect(lab.status()).toHaveText('completed')
})
