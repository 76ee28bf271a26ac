import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './lab-page.ts'

const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}
const violations = async (page: Page): Promise<string[]> => {
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`))
}
/** The height in pixels of the smallest text that is seen. */
const smallestText = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const zoom = Number(document.querySelector<HTMLElement>('.slide')?.style.zoom)
    const seen = [...document.querySelectorAll<HTMLElement>('.slide *')].filter(
      (element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '') &&
        element.checkVisibility() &&
        element.getClientRects().length > 0 &&
        !element.closest('.visually-hidden, .katex'),
    )
    return Math.min(...seen.map((element) => Number.parseFloat(getComputedStyle(element).fontSize))) * zoom
  })

test('a presenter’s way by the keyboard alone', async ({ lab, page }) => {
  await lab.open('1e')
  await page.locator('main').focus()
  await press(page, 'p')
  const slide = page.getByRole('heading', { level: 1 })
  await expect(page.getByRole('heading', { name: /large batch/ })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await press(page, 'PageDown', 'b', 'b', 'a')
  await expect(slide).toHaveText(/What will happen/)
  await expect(page.getByLabel('Votes for B')).toHaveValue('2')
  expect(await violations(page)).toEqual([])
  await press(page, 'PageDown')
  await expect(slide).toHaveText(/Training loss/)
  await press(page, 'Space')
  const bar = page.getByRole('region', { name: 'Run control' })
  await expect(bar).toContainText('completed')
  await expect(page.getByRole('figure')).toHaveCount(1)
  const canvas = page.locator('[data-shown] canvas')
  await canvas.hover()
  // The middle of the drawing, which is zoomed: the axis begins and ends within it.
  await expect(page.locator('[data-shown] .where')).toHaveText(/^step 5\d\d$/)
  expect(await smallestText(page)).toBeGreaterThanOrEqual(22)
  expect(await violations(page)).toEqual([])
  await press(page, 'PageUp', 'Enter')
  await expect(page.getByText('The run shows B. 2 of 3 votes said so.')).toBeVisible()
  await press(page, 'f')
  await expect(page.getByRole('spinbutton', { name: 'Batch size' })).toBeVisible()
  await press(page, 'f', '6')
  await expect(slide).toHaveText(/Measured values/)
  await expect(page.getByText('Distance to the formula')).toBeVisible()
  await press(page, 'PageDown', 'Enter')
  await expect(page.getByText('Hint.')).toBeVisible()
  await press(page, 'End')
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeVisible()
  await press(page, 'Enter')
  await expect(page.getByText(/averaging/).first()).toBeVisible()
  expect(await violations(page)).toEqual([])
  await press(page, 'Escape')
  await expect(page.getByRole('button', { name: 'Present 1e' })).toBeFocused()
})
