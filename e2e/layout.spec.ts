import type { Locator } from '@playwright/test'
import { expect, test } from './lab-page.ts'
import type { LabPage } from './lab-page.ts'

const problems = [
  'p1-dropout',
  'p2-regularization',
  'p3-gradients',
  'p4-inductive-bias',
  'p5-gpu-memory',
  'p6-process',
  'worksheet',
  'runs',
]
const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 700 },
  // 200 and 400 percent of 1280.
  { width: 640, height: 400 },
  { width: 320, height: 256 },
]

/** How far the page can be scrolled sideways, in pixels, whichever element scrolls. */
const sideways = ({ page }: LabPage): Promise<number> =>
  page.evaluate(() =>
    Math.max(
      ...[document.documentElement, document.querySelector('main')].map((element) =>
        element ? element.scrollWidth - element.clientWidth : 0,
      ),
    ),
  )
const boxOf = async (element: Locator) => {
  const box = await element.boundingBox()
  if (!box) throw new Error('It is not on the page.')
  return { top: box.y, bottom: box.y + box.height, height: box.height }
}

test('nothing scrolls sideways, however long a name and narrow the window', async ({ lab }) => {
  const { page } = lab
  await lab.open('1d')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('completed')
  await page.getByRole('navigation').getByRole('link', { name: /^Runs/ }).click()
  await page.getByRole('button', { name: /^Rename/ }).click()
  await page.getByRole('textbox', { name: /name/i }).fill('x'.repeat(190))
  await page.keyboard.press('Enter')
  await expect(page.getByText('x'.repeat(190)).first()).toBeVisible()
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const problem of problems) {
      await page.goto(page.url().replace(/#.*/, `#/${problem}`))
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
      await expect.poll(() => sideways(lab), { message: `${problem}, ${size.width} pixels wide` }).toBe(0)
    }
  }
})

test('control, headline numbers and picture are on one screen', async ({ lab }) => {
  const { page } = lab
  await lab.open('1e')
  await lab.run('1e')
  await expect(lab.status()).toHaveText('completed')
  for (const { width, height } of sizes.slice(0, 2)) {
    await page.setViewportSize({ width, height })
    await lab.open('1e')
    // The run bar is one row and covers no heading.
    const bar = await boxOf(lab.bar)
    expect(bar.height).toBeLessThan(80)
    const heading = await boxOf(lab.part('1e').getByRole('heading', { level: 2 }))
    expect(heading.top).toBeGreaterThanOrEqual(bar.bottom)
    const parts = [
      lab.part('1e').getByRole('button', { name: 'Run 1e' }),
      lab.values('1e').locator('[data-value="1e.w1"]'),
      lab
        .part('1e')
        .getByRole('img', { name: /^Training loss/ })
        .first(),
    ]
    const foot = await boxOf(page.getByRole('contentinfo'))
    for (const part of parts.slice(0, 2)) expect((await boxOf(part)).bottom).toBeLessThan(foot.top)
    // Of the picture all at 1280 x 800, and most at 1024 x 700.
    const picture = await boxOf(parts[2] ?? lab.bar)
    expect(picture.bottom - foot.top).toBeLessThan(width === 1280 ? 1 : 0.5 * picture.height)
  }
})

test('at high zoom the picture comes before the form, which opens at a press', async ({ lab }) => {
  await lab.page.setViewportSize({ width: 640, height: 800 })
  const part = lab.part('1d')
  const rate = part.getByLabel('Learning rate', { exact: true })
  await expect(rate).toBeHidden()
  await part.getByText('Settings', { exact: true }).click()
  await expect(rate).toBeVisible()
})

test('with a problem open, all six are seen in the side bar', async ({ lab }) => {
  await lab.open('1a')
  const navigation = lab.page.getByRole('navigation')
  for (const name of [/Memory considerations/, /Homework log/])
    await expect(navigation.getByText(name)).toBeInViewport({ ratio: 1 })
  await expect(navigation.getByRole('link', { name: /^Runs/ })).toBeInViewport({ ratio: 1 })
})
