import type { Locator } from '@playwright/test'
import { expect, test } from './lab-page.ts'

const topOf = async (part: Locator): Promise<number> => (await part.boundingBox())?.y ?? Number.NaN
const addressOf = (url: string): string => new URL(url).hash

test('the address wins over a run under way, and follows what is read', async ({ lab }) => {
  const { page } = lab
  await lab.open('1d')
  await lab.set('1d', 'Iterations', '1000000')
  await lab.bar.getByLabel('Speed').selectOption('5')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('running')

  await lab.open('1b')
  await expect(lab.bar).toContainText('ready')
  await page.reload()
  await expect(lab.part('1b')).toBeInViewport()
  await expect(lab.part('1d').getByRole('button', { name: 'Pause 1d' })).toBeAttached()
  await expect(lab.bar).toContainText('ready')
  expect(addressOf(page.url())).toBe('#/p1-dropout/1b')

  // Scrolled away, the address goes along, and a reload comes back to it.
  await lab.part('1h').evaluate((part) => part.scrollIntoView({ block: 'start', behavior: 'instant' }))
  await expect.poll(() => addressOf(page.url())).toBe('#/p1-dropout/1h')
  await page.reload()
  await expect(lab.part('1h')).toBeInViewport()
  await expect(lab.bar).toContainText('ready')

  // Where the address names no part, the run under way is shown.
  await page.goto(page.url().replace(/#.*/, '#/runs'))
  await page.goto(page.url().replace(/#.*/, ''))
  await page.reload()
  await expect(lab.part('1d')).toBeInViewport()
  await expect(lab.status()).toHaveText('running')
})

test('the side bar leads to a part however often it is chosen, and Runs opens at its top', async ({
  lab,
}) => {
  const { page } = lab
  await lab.open('1c')
  const chosen = await topOf(lab.part('1c'))
  await page.locator('main').evaluate((main) => main.scrollBy({ top: 300, behavior: 'instant' }))
  await expect.poll(() => topOf(lab.part('1c'))).not.toBe(chosen)
  await lab.open('1c')
  await expect.poll(() => topOf(lab.part('1c'))).toBe(chosen)

  await lab.open('1g')
  const runs = page.getByRole('navigation').getByRole('link', { name: /^Runs/ })
  await runs.click()
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeInViewport()
  expect(await page.locator('main').evaluate((main) => main.scrollTop)).toBe(0)

  // Back at the problem: where it was left; chosen once more: its top.
  const problem = page.getByRole('navigation').getByRole('link', { name: /Understanding dropout/ })
  await problem.click()
  await expect(lab.part('1g')).toBeInViewport()
  await problem.click()
  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport()
})

test('an address that the lab does not have is named, and problem 1 is shown', async ({ lab }) => {
  const { page } = lab
  await page.evaluate(() => (location.hash = '#/nonsense'))
  await expect(
    page.getByText('There is no page “nonsense” in this lab. Problem 1 is shown instead.'),
  ).toBeVisible()
  await expect(lab.part('1a')).toBeInViewport()
  await page.getByRole('link', { name: 'Homework log' }).click()
  await expect(page.getByText('There is no page')).toHaveCount(0)
})
