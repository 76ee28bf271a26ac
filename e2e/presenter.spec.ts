import type { Page } from '@playwright/test'
import { expect, test } from './lab-page.ts'
import { violations } from './violations.ts'

const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
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

test('a demo is played with the numbers of its run, and a broken one is refused by step and field', async ({
  lab,
  page,
}) => {
  const about = { format: 1, title: 'Least norm', about: 'Where descent ends.', minutes: 1 }
  const steps = [
    { do: 'open', part: '1b' },
    { do: 'show', slide: 'Measured values' },
    { do: 'start', seed: 183 },
    { do: 'wait', for: { end: true } },
    { do: 'point', at: 'Distance to the formula' },
    { do: 'say', text: 'It ends at **{{1b.w1}}**.' },
    { do: 'wait', for: { press: true } },
    { do: 'say', text: 'That is all.' },
  ]
  const open = (given: readonly unknown[]): Promise<void> =>
    page
      .locator('input[type=file][accept$=".json"]')
      .first()
      .setInputFiles({
        name: 'demo.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify({ ...about, steps: given })),
      })
  await page.getByRole('button', { name: 'Demos' }).click()
  await open([
    { do: 'open', part: '1b' },
    { do: 'start', seed: 'x' },
  ])
  await expect(page.getByRole('alert')).toContainText('step 2, field seed')
  await open(steps)
  const bar = page.getByRole('region', { name: 'Demo: Least norm' })
  await expect(bar).toContainText('It ends at 1.089.')
  await expect(bar).not.toContainText('Nothing called')
  expect(await violations(page)).toEqual([])
  await press(page, 'PageDown')
  await expect(bar).toContainText('That is all.')
  await press(page, 'Escape')
  await expect(lab.part('1b')).toBeVisible()
  await expect(bar).toHaveCount(0)
})

test('a demo keeps a run on the charts beside the next one', async ({ page, lab }) => {
  await expect(lab.part('1a')).toBeVisible()
  const run = (seed: number) => [
    { do: 'start', seed },
    { do: 'wait', for: { end: true } },
  ]
  const steps = [
    { do: 'open', part: '1d' },
    { do: 'show', slide: 'Training loss' },
    ...run(7),
    { do: 'overlay' },
    ...run(8),
    { do: 'say', text: 'Two runs.' },
  ]
  const demo = { format: 2, title: 'Beside', about: 'Two seeds.', minutes: 1, steps }
  await page.getByRole('button', { name: 'Demos' }).click()
  await page
    .locator('input[type=file][accept$=".json"]')
    .first()
    .setInputFiles({
      name: 'a.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(demo)),
    })
  await expect(page.getByRole('region', { name: 'Demo: Beside' })).toContainText('Two runs.')
  await expect(page.locator('[data-shown]').getByText('seed 7')).toBeVisible()
})

test('pages of the lab are shown to an audience, as in the demo of problem 6', async ({ lab: { page } }) => {
  await page.getByRole('button', { name: 'Demos' }).click()
  await page.getByRole('button', { name: /^Play Problem 6/ }).click()
  const demo = page.getByRole('region', { name: /^Demo: Problem 6/ })
  await expect(page.getByRole('main')).toContainText('Homework log')
  const shown = [
    'how you found out',
    'Everything that helped',
    'Who worked together',
    'suggests the hours',
    'one worksheet',
    'a cell for your own words',
    'stays linked',
    'every cell is checked',
    'Now it is your turn',
  ]
  for (const [index, words] of shown.entries()) {
    await expect(demo).toContainText(words)
    if (index === 1 || index === 7) expect(await violations(page)).toEqual([])
    await expect(demo).not.toContainText('Nothing called')
    await page.keyboard.press('PageDown')
  }
  await expect(demo).toContainText('end')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('navigation').first()).toBeVisible()
  await expect(demo).toBeHidden()
})

test('a demo that is left while an answer is being written leads back to the lab', async ({ lab, page }) => {
  await lab.open('1a')
  await page.evaluate(() => (location.hash = '#/worksheet'))
  await page.getByRole('button', { name: 'Write the answer to 1e' }).click()
  await expect(page.getByRole('textbox', { name: 'Answer to 1e' })).toBeFocused()
  await page.keyboard.type('It becomes smooth')
  await page.getByRole('button', { name: 'Demos', exact: true }).click()
  await page.getByRole('button', { name: /^Play A first look/ }).click()
  const demo = page.getByRole('region', { name: /^Demo: A first look/ })
  await expect(demo).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('heading', { level: 1, name: /What will happen/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(demo).toBeHidden()
  await expect(page.getByRole('navigation', { name: 'Lab 182' })).toBeVisible()
})
