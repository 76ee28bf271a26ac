import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { makeArchive } from '../src-main/data/testing/make-cifar10.ts'
import { expect, test } from './lab-page.ts'
import { LabSession } from './lab-session.ts'
import { violations } from './violations.ts'

const pages = ['Data', 'Storage', 'Doctor', 'Help', 'About'] as const
const open = async (page: Page, name: (typeof pages)[number]): Promise<void> => {
  await page.getByRole('navigation', { name: 'Settings and help' }).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

test('the pages of the lab stand under one entry, pass axe and fit a narrow window', async ({
  lab,
  page,
}) => {
  await page.getByRole('navigation').getByRole('link', { name: 'Settings and help' }).click()
  // In one theme: what the other one changes is colours, and tokens.test.ts holds every pair of them in both.
  await page.getByRole('button', { name: 'Dark theme' }).click()
  for (const name of pages) {
    await open(page, name)
    if (name === 'Doctor') await expect(page.getByText(/Ready for class/)).toBeVisible()
    if (name === 'About') await expect(page.getByText(/packages that this lab contains/)).toBeVisible()
    if (name === 'Storage') await expect(page.getByRole('row', { name: /Together/ })).toBeVisible()
    expect(await violations(page)).toEqual([])
  }
  await page.getByText(/^svelte \d/).click()
  await expect(page.getByText('Permission is hereby granted').filter({ visible: true })).toBeVisible()
  for (const name of pages) {
    await open(page, name)
    await lab.fitsAtHighZoom()
    await page.setViewportSize({ width: 1280, height: 800 })
  }
})

test('unused runs go to the trash and come back; what is pinned stays', async ({ lab, page, session }) => {
  await lab.open('1d')
  for (let runs = 0; runs < 3; runs++) {
    await lab.run('1d')
    await expect(page.getByRole('link', { name: /^Runs/ })).toContainText(String(runs + 1))
    await expect(page.getByRole('button', { name: 'Queue: Nothing is running' })).toBeVisible()
  }
  const records = readdirSync(join(session.home, 'runs')).filter((name) => !name.startsWith('.'))
  const trashed = (): number =>
    records.filter((id) => {
      const text = readFileSync(join(session.home, 'runs', id, 'run.json'), 'utf8')
      return (JSON.parse(text) as { run: { trashedAt: string | null } }).run.trashedAt !== null
    }).length
  await page.evaluate(() => (location.hash = '#/storage'))
  await page.getByRole('button', { name: 'List unused runs' }).click()
  await page.getByRole('button', { name: 'Move 2 runs to the trash' }).click()
  await expect(page.locator('[data-kind="trash"]')).toContainText('2 runs')
  expect(trashed()).toBe(2)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('[data-kind="trash"]')).toContainText('0 runs')
  expect(trashed()).toBe(0)
})

test('an archive is taken by the file picker and by dropping it; what is none is refused in a sentence', async ({
  lab,
  page,
}) => {
  await lab.open('1a')
  const folder = mkdtempSync(join(tmpdir(), 'lab182-archive-'))
  await page.evaluate(() => (location.hash = '#/data'))
  const picker = page.getByLabel('Archive of CIFAR-10')
  await picker.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no archive') })
  await expect(page.getByRole('alert')).toContainText('"notes.txt" is not a .tar.gz or .tar archive')

  // In the real form, with fewer images than the lab accepts: all of it arrives, and its files are read.
  const { path } = await makeArchive(folder, 'binary', 40)
  await picker.setInputFiles(path)
  await expect(page.getByRole('alert')).toContainText(/data_batch_1\.bin/)
  const tar = gunzipSync(readFileSync(path)).toString('base64')
  const data = await page.evaluateHandle((text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    const transfer = new DataTransfer()
    transfer.items.add(new File([bytes], 'dropped.tar'))
    return transfer
  }, tar)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await page
    .getByRole('group', { name: 'Archive on this computer' })
    .dispatchEvent('drop', { dataTransfer: data })
  await expect(page.getByRole('alert')).toContainText(/data_batch_1\.bin/)
  rmSync(folder, { recursive: true })
})

test(
  'the tour is offered once, led by the keyboard, and found again',
  { tag: '@browser-session' },
  async ({ page }) => {
    const session = new LabSession()
    session.offersTour()
    await page.goto(await session.start())
    const tour = page.getByRole('dialog').filter({ hasText: 'Tour of the lab' })
    for (const name of ['The question', 'Run', 'The chart', 'The values', 'The worksheet']) {
      await expect(tour.getByRole('heading', { name, exact: true })).toBeFocused()
      await expect(tour.locator('.light')).toBeInViewport()
      // Around something on the page, not from the corner of the window, where what is hidden lies.
      expect((await tour.locator('.light').boundingBox())?.x).toBeGreaterThan(0)
      if (name === 'The chart') expect(await violations(page)).toEqual([])
      if (name !== 'The worksheet') await tour.getByRole('button', { name: 'Next' }).press('Enter')
    }
    await page.keyboard.press('Escape')
    await expect(tour).toBeHidden()
    const settings = join(session.home, 'settings.json')
    await expect.poll(() => (existsSync(settings) ? readFileSync(settings, 'utf8') : '')).toContain('true')
    // Nor is it offered again when the lab's own page comes back.
    await page.keyboard.press('p')
    await expect(page.getByRole('button', { name: 'Leave' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('navigation', { name: 'Lab 182' })).toBeVisible()
    await expect(tour).toBeHidden()
    await page.reload()
    await expect(page.getByRole('contentinfo', { name: 'This machine' })).toContainText('Browser session')
    await expect(tour).toBeHidden()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /Part, page/ }).fill('tour of')
    await page.keyboard.press('Enter')
    await expect(tour.getByRole('heading', { name: 'The question' })).toBeFocused()
    await tour.getByRole('button', { name: 'Skip the tour' }).click()
    await session.stop()
  },
)

test(
  'a home of a newer version says so and takes nothing; a course leaves all six problems in view',
  { tag: '@browser-session' },
  async ({ page }) => {
    const folder = mkdtempSync(join(tmpdir(), 'lab182-policy-'))
    const policy = join(folder, 'policy.json')
    writeFileSync(
      policy,
      '{ "format": 1, "downloads": "off", "course": "EECS 182, Fall 2026, Deep neural networks" }',
    )
    const session = new LabSession(undefined, undefined, { LAB182_POLICY: policy })
    session.offersTour()
    writeFileSync(join(session.home, 'home.json'), '{ "format": 99 }')
    await page.goto(await session.start())
    await expect(page.getByText(/was written by a newer Lab 182 \(format 99/)).toBeVisible()
    await page.locator('#part-1a').getByRole('button', { name: 'Run 1a' }).click()
    await expect(page.getByText(/was written by a newer Lab 182/)).toHaveCount(2)
    const navigation = page.getByRole('navigation')
    for (const text of [/Homework log/, 'Settings and help'])
      await expect(navigation.getByText(text)).toBeInViewport({ ratio: 1 })
    await page.evaluate(() => (location.hash = '#/data'))
    await expect(page.getByText(/Downloads are switched off/)).toBeVisible()
    await session.stop()
    rmSync(folder, { recursive: true })
  },
)
