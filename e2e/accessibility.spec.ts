import { expect, test } from './lab-page.ts'
import { violations } from './violations.ts'

// In one theme: what the other one changes is colours, and tokens.test.ts holds every pair of them in both.
test('no violation in the panel with results, on the runs page, in the dialogs', async ({ lab, page }) => {
  await page.getByRole('button', { name: 'Dark theme' }).click()
  for (const part of ['1d', '1f']) {
    await lab.open(part)
    await lab.run(part)
    await expect(lab.status()).toHaveText('completed')
    await lab.revealAnswer(part)
  }
  expect(await violations(page)).toEqual([])
  await page.getByRole('link', { name: /^Runs/ }).click()
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  expect(await violations(page)).toEqual([])
})

test('the shell stays: only the panel scrolls', async ({ lab, page }) => {
  await lab.open('1h')
  const extra = await page.evaluate(() => (document.scrollingElement?.scrollHeight ?? 0) - innerHeight)
  expect(extra).toBeLessThanOrEqual(0)
})

test('the panel fits at 400 % zoom: 320 pixels wide, nothing to scroll sideways', async ({ lab }) => {
  await lab.open('1d')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('completed')
  await lab.fitsAtHighZoom()
})
