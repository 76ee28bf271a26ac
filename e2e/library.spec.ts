import type { Locator, Page } from '@playwright/test'
import { expect, test, type LabPage } from './lab-page.ts'
import { violations } from './violations.ts'

const runsLink = (page: Page): Locator => page.getByRole('navigation').getByRole('link', { name: /^Runs/ })
/** The rows of the table that have a run, from the top. */
const rowsOf = (page: Page): Locator => page.locator('tr[data-index]')
/** The part that each row begins with. */
const partsOf = (page: Page): Promise<string[]> => page.locator('tr[data-index] .key').allTextContents()
const search = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search the runs' })

/** Runs 1d at two seeds and 1e at another batch size, then goes to the Runs page. */
async function fill(lab: LabPage): Promise<void> {
  const { page } = lab
  for (const [part, seed] of [
    ['1d', '1'],
    ['1d', '2'],
    ['1e', '3'],
  ] as const) {
    await lab.open(part)
    if (part === '1e') await lab.set('1e', 'Batch size', '64')
    await lab.bar.getByRole('textbox', { name: 'Seed' }).fill(seed)
    await page.keyboard.press('Tab')
    await lab.run(part)
    await expect(lab.values(part)).toContainText(`seed ${seed}`)
    await expect(lab.status()).toHaveText('completed')
  }
  await runsLink(page).click()
  await expect(rowsOf(page)).toHaveCount(3)
}

test('runs are told apart, searched, filtered and sorted', async ({ lab, page }) => {
  await fill(lab)
  await expect(rowsOf(page).first()).toContainText('batch size 64')
  expect(await violations(page)).toEqual([])

  await page.keyboard.press('/')
  await expect(search(page)).toBeFocused()
  await page.keyboard.type('Batch size 64')
  await expect(rowsOf(page)).toHaveCount(1)
  await search(page).fill('seed 2')
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(rowsOf(page)).toContainText('1d')
  await search(page).fill('nothing like it')
  await page.getByRole('button', { name: 'Show all runs' }).click()
  await expect(rowsOf(page)).toHaveCount(3)

  await page.getByRole('button', { name: 'Part', exact: true }).click()
  await expect.poll(() => partsOf(page)).toEqual(['1d', '1d', '1e'])
  await page.getByRole('button', { name: 'Part', exact: true }).click()
  await expect.poll(() => partsOf(page)).toEqual(['1e', '1d', '1d'])
  await expect(page.getByRole('columnheader', { name: 'Part' })).toHaveAttribute('aria-sort', 'descending')

  await page.getByRole('combobox', { name: 'Part' }).selectOption('1d')
  await expect(rowsOf(page)).toHaveCount(2)
  // The parameters and values of the one slot are there to sort by.
  await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Learning rate')
  await expect(rowsOf(page)).toHaveCount(2)
  await page.getByRole('combobox', { name: 'State' }).selectOption('failed or interrupted')
  await expect(page.getByText('No run matches.')).toBeVisible()
})

test('two runs of different parts are compared, curves, settings and values', async ({ lab, page }) => {
  await fill(lab)
  await page.getByRole('checkbox', { name: /^Select 1e/ }).check()
  await page
    .getByRole('checkbox', { name: /^Select 1d/ })
    .first()
    .check()
  await expect(page.getByText('2 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('heading', { name: 'Compare 2 runs' })).toBeVisible()
  const loss = page.getByRole('figure').filter({ has: page.getByRole('heading', { name: 'Training loss' }) })
  await expect(loss).toContainText('1e, seed 3, batch size 64')
  await expect(loss).toContainText('1d, seed 2, batch size 1')
  const table = page.getByRole('region', { name: 'Settings and values' })
  await expect(table.getByRole('row', { name: /^Batch size/ })).toContainText(/64.*1/)
  await expect(table.getByRole('row', { name: /^w1 / }).first()).toContainText(/[+−]0\.\d/)
  expect(await violations(page)).toEqual([])

  // Another run comes first: the address says so, and a reload shows the same.
  await table.getByRole('button', { name: /^Draw 1d.* on top/ }).click()
  await expect(table.getByRole('columnheader').first()).toContainText('1d')
  await page.reload()
  await expect(table.getByRole('columnheader').first()).toContainText('1d')
  await table.getByRole('button', { name: 'Open' }).first().click()
  await expect(lab.values('1d')).toContainText('seed 2')

  await page.goto(page.url().replace(/#.*/, '#/compare/gone,none'))
  await expect(page.getByText(/2 runs of this comparison are not there/)).toBeVisible()
})

test('runs are deleted by a key, taken back, and emptied from the trash', async ({ lab, page }) => {
  await fill(lab)
  await rowsOf(page).first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('2 selected')).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(rowsOf(page)).toHaveCount(1)
  // The offer stays while other pages are looked at.
  await page.getByRole('link', { name: /Understanding dropout/ }).click()
  await runsLink(page).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rowsOf(page)).toHaveCount(3)
  await expect(page.getByText('moved to the trash')).toHaveCount(0)

  await rowsOf(page).first().focus()
  await page.keyboard.press('Delete')
  await expect(rowsOf(page)).toHaveCount(2)
  await page.getByRole('button', { name: /^Trash/ }).click()
  await expect(page.getByRole('heading', { name: 'Trash' })).toBeVisible()
  await expect(rowsOf(page)).toHaveCount(1)
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Empty the trash' }).click()
  await page.getByRole('button', { name: 'Delete everything in the trash for good' }).click()
  await expect(page.getByText('The trash is empty.')).toBeVisible()
  await page.getByRole('button', { name: /^Trash/ }).click()
  await expect(rowsOf(page)).toHaveCount(2)
})

test(
  'a note, a name, a pin and the chosen columns are there after a restart',
  { tag: '@browser-session' },
  async ({ lab, page, session }) => {
    await fill(lab)
    const row = rowsOf(page).first()
    await row.hover()
    await row.getByRole('button', { name: /^Note on/ }).click()
    await page.getByRole('textbox', { name: 'Note on the run' }).fill('For the lecture on Monday')
    await page.getByRole('button', { name: 'Save' }).click()
    await row.getByRole('button', { name: /^Pin/ }).click()
    await expect(row.getByRole('button', { name: /^Pin/ })).toHaveAttribute('aria-pressed', 'true')
    await row.focus()
    await page.keyboard.press('F2')
    const box = page.getByRole('textbox', { name: 'New name of the run' })
    expect((await box.boundingBox())?.width).toBeGreaterThan(12 * 16)
    await box.fill('Large batch')
    await page.keyboard.press('Enter')
    await expect(row).toContainText('Large batch')
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Note', exact: true }).check()
    await expect(page.getByRole('gridcell', { name: 'For the lecture on Monday' })).toBeVisible()

    const address = new URL(page.url())
    await page.goto('about:blank')
    await session.kill()
    await page.goto(await session.start(Number(address.port)))
    await runsLink(page).click()
    await expect(page.getByRole('gridcell', { name: 'For the lecture on Monday' })).toBeVisible()
    await search(page).fill('lecture')
    await expect(rowsOf(page)).toHaveCount(1)
    await expect(rowsOf(page)).toContainText('Large batch')
    await search(page).fill('')
    await page.getByRole('button', { name: 'Pinned runs only' }).click()
    await expect(rowsOf(page)).toHaveCount(1)
  },
)

test('at 320 pixels only the tables scroll sideways', async ({ lab, page }) => {
  await fill(lab)
  await page.getByRole('checkbox', { name: /^Select 1e/ }).check()
  await page
    .getByRole('checkbox', { name: /^Select 1d/ })
    .first()
    .check()
  await lab.fitsAtHighZoom()
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('heading', { name: 'Compare 2 runs' })).toBeVisible()
  await lab.fitsAtHighZoom()
})
