import { expect, test, type LabPage } from './lab-page.ts'
import { violations } from './violations.ts'

/** Opens a part of problem 3. */
async function open(lab: LabPage, part: string): Promise<void> {
  await lab.page
    .getByRole('navigation')
    .getByRole('link', { name: /^3 Weights/ })
    .click()
  await lab.open(part)
}
const cell = (lab: LabPage, part: string, grid: string, row: number, column: number) =>
  lab
    .part(part)
    .getByRole('grid', { name: grid, exact: true })
    .getByRole('gridcell', { name: new RegExp(`^row ${row}, column ${column}:`) })
const lit = (lab: LabPage, grid: string) =>
  lab.part('3a').getByRole('grid', { name: grid, exact: true }).locator('.lit')

test('3a: an edited pixel changes the gradient, a run measures it, and patches are shown', async ({
  lab,
}) => {
  await open(lab, '3a')
  await cell(lab, '3a', 'dX', 1, 1).hover()
  await expect(lit(lab, 'dY')).toHaveCount(1)
  await cell(lab, '3a', 'dw', 2, 2).focus()
  await lab.page.keyboard.press('ArrowUp')
  await expect(lit(lab, 'Image X')).toHaveCount(16)
  await expect(lab.part('3a')).toContainText(/dw\[1,\s2\]\s+=\s+sum\s+of\s+16\s+products/)
  const before = await cell(lab, '3a', 'dw', 1, 2).getAttribute('aria-label')
  await cell(lab, '3a', 'Image X', 1, 2).focus()
  await lab.page.keyboard.type('9')
  await lab.page.keyboard.press('Enter')
  await expect(cell(lab, '3a', 'Image X', 1, 2)).toBeFocused()
  await expect(cell(lab, '3a', 'Image X', 1, 2)).toHaveText('9')
  // dw[1, 2] gains 9 dy[1, 1] = 9.
  const number = (label: string | null) => Number(label?.split(': ')[1]?.replace('−', '-'))
  const after = await cell(lab, '3a', 'dw', 1, 2).getAttribute('aria-label')
  expect(number(after)).toBe(number(before) + 9)
  await lab.set('3a', 'Images', '50')
  await lab.run('3a')
  await expect(lab.status()).toHaveText('completed')
  const row = lab.values('3a').locator('[data-value="3a.dw"]')
  await row.locator('summary').click()
  await expect(row.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText(String(number(after)))
  await expect(
    lab.part('3a').getByRole('list', { name: 'Heaviest patches' }).getByRole('listitem'),
  ).toHaveCount(12)
})

test('3b: the standard deviation grows with slope 1', async ({ lab }) => {
  await open(lab, '3b')
  await lab.set('3b', 'Draws', '300')
  await lab.run('3b')
  await expect(lab.status()).toHaveText('completed')
  await expect(lab.part('3b')).toContainText(/to the power (0\.9|1\.0)/)
  const rows = (await lab.csv('3b', 'Standard deviation of dw')).trim().split('\r\n')
  expect(rows.filter((row) => row.startsWith('measured'))).toHaveLength(8)
})

test('3b: an earlier run is drawn over the shown one, named by what differs', async ({ lab }) => {
  await open(lab, '3b')
  await lab.set('3b', 'Draws', '100')
  await lab.run('3b')
  await expect(lab.status()).toHaveText('completed')
  await lab.set('3b', 'Draws', '200')
  await lab.run('3b')
  await expect(lab.part('3b').getByText('Earlier runs of this part (2)')).toBeVisible()
  await expect(lab.status()).toHaveText('completed')
  await lab.part('3b').getByText('Earlier runs of this part').click()
  await lab
    .part('3b')
    .getByRole('checkbox', { name: /draws 100$/ })
    .check()
  for (const chart of ['Standard deviation of dw', 'Variance of dw', 'Mean of dw']) {
    const rows = (await lab.csv('3b', chart)).trim().split('\r\n')
    // Both sides, m and n, of either run.
    expect(rows.filter((row) => /^"measured, draws 100",\d+,\d+,/.test(row))).toHaveLength(8)
    expect(rows.filter((row) => /^measured,\d+,\d+,/.test(row))).toHaveLength(8)
  }
})

test('3d: curves of another run have their steps, under the chart’s name for them, and their seconds', async ({
  lab,
}) => {
  await open(lab, '3d')
  await lab.set('3d', 'Images', '20')
  await lab.run('3d')
  await expect(lab.status()).toHaveText('completed')
  await lab.set('3d', 'Images', '10')
  await lab.run('3d')
  await expect(lab.part('3d').getByText('Earlier runs of this part (2)')).toBeVisible()
  await expect(lab.status()).toHaveText('completed')
  await lab.part('3d').getByText('Earlier runs of this part').click()
  await lab
    .part('3d')
    .getByRole('checkbox', { name: /images 20$/ })
    .check()
  const [header, ...rows] = (await lab.csv('3d', 'One pixel brighter')).trim().split('\r\n')
  expect(header).toMatch(/^trace,image,time \(s\),relative change/)
  expect(rows.filter((row) => /^"average, images 20",\d+,[\d.e-]+,0\.062(5|49999)/.test(row))).toHaveLength(
    20,
  )
})

test('3c: a pixel made the largest takes the gradient, for max and not for average', async ({ lab }) => {
  await open(lab, '3c')
  await expect(cell(lab, '3c', 'dX, max', 3, 3)).toHaveText('1')
  await cell(lab, '3c', 'Grid X', 1, 1).focus()
  await lab.page.keyboard.type('20')
  await lab.page.keyboard.press('Enter')
  await expect(cell(lab, '3c', 'dX, max', 1, 1)).toHaveText('1')
  await expect(cell(lab, '3c', 'dX, max', 3, 3)).toHaveText('0')
  await expect(cell(lab, '3c', 'dX, average', 1, 1)).toHaveAttribute('aria-label', /: 0\.0625$/)
  // Focus follows one output: its route has one arrow a layer with max, 4 + 16 with average.
  const heads = lab.part('3c').locator('polygon')
  await cell(lab, '3c', 'dY', 1, 1).focus()
  await expect(heads).toHaveCount(2)
  await lab.part('3c').getByRole('radio', { name: 'average pooling' }).check()
  await cell(lab, '3c', 'dY', 1, 1).focus()
  await expect(heads).toHaveCount(20)
  await lab.run('3c')
  await expect(lab.status()).toHaveText('completed')
  await expect(lab.values('3c').locator('[data-value="3c.maxNorm"]')).toContainText('1')
})

test('3d: a brighter pixel comes through max whole and through average as a sixteenth', async ({ lab }) => {
  await open(lab, '3d')
  await cell(lab, '3d', 'Grid X', 3, 3).focus()
  await expect(cell(lab, '3d', 'Change of Y, max', 1, 1)).toHaveText('9')
  await expect(cell(lab, '3d', 'Change of Y, average', 1, 1)).toHaveAttribute('aria-label', /: 0\.5625$/)
  await lab.part('3d').getByRole('radio', { name: 'One pixel darker' }).check()
  await expect(cell(lab, '3d', 'Change of Y, max', 1, 1)).toHaveText('−1')
  await lab.set('3d', 'Images', '20')
  await lab.run('3d')
  await expect(lab.status()).toHaveText('completed')
  const row = lab
    .part('3d')
    .getByRole('table', { name: /^Both kinds/ })
    .getByRole('row', { name: /^Share of pixels/ })
  await expect(row.getByRole('cell')).toHaveText(['0.06250', '1', '0.06250', '1'])
})

test('problem 3: no violation with results and derivations open', async ({ lab, page }) => {
  // Thousands of cells are looked at, which takes a busy machine a while.
  test.slow()
  await open(lab, '3a')
  await lab.set('3a', 'Images', '20')
  await lab.run('3a')
  await expect(lab.status()).toHaveText('completed')
  await lab.revealAnswer('3a')
  await expect(lab.part('3a')).toContainText('Write one output')
  expect(await violations(page)).toEqual([])
})

test('problem 3 fits at 400 % zoom: 320 pixels wide, nothing of the page to scroll sideways', async ({
  lab,
}) => {
  await open(lab, '3a')
  await lab.fitsAtHighZoom()
})
