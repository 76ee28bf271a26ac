import { expect, test, type LabPage } from './lab-page.ts'
import { violations } from './violations.ts'

/** Opens a part of problem 2. */
async function open(lab: LabPage, part: string): Promise<void> {
  await lab.page
    .getByRole('navigation')
    .getByRole('link', { name: /^2 Regularization/ })
    .click()
  await lab.open(part)
}
const cells = (lab: LabPage, part: string, row: RegExp) =>
  lab.part(part).getByRole('row', { name: row }).getByRole('cell')

test('2a: moving p moves the closed form at once; a run adds its estimate and band', async ({ lab }) => {
  await open(lab, '2a')
  await expect(lab.part('2a')).toContainText('drop rate of 0.3 there')
  const closed = cells(lab, '2a', /^Closed form/).nth(1)
  const before = await closed.textContent()
  const slider = lab.part('2a').getByRole('slider', { name: /Keep probability/ })
  for (let press = 0; press < 4; press++) await slider.press('ArrowLeft')
  await expect(closed).not.toHaveText(before ?? '')
  await expect(cells(lab, '2a', /^Every mask of the whole/).nth(1)).toHaveText(
    (await closed.textContent()) ?? '',
  )
  await lab.run('2a')
  await expect(lab.status()).toHaveText('completed')
  await expect(cells(lab, '2a', /^Monte Carlo/).nth(1)).toContainText('±')
  const rows = (await lab.csv('2a', 'Monte Carlo estimate')).split('\r\n')
  expect(rows.filter((row) => row.startsWith('Monte Carlo mean')).length).toBeGreaterThan(1000)
  await lab.set('2a', 'Rows n', '40')
  await expect(lab.part('2a')).toContainText('not enumerated: too many masks')
})

test('2a: pasted data are taken as they are typed; a mistake is told with its row and column', async ({
  lab,
}) => {
  await open(lab, '2a')
  const part = lab.part('2a')
  await part.locator('summary').filter({ hasText: 'Data editor' }).click()
  const box = part.getByRole('textbox', { name: /Rows of X and y/ })
  await box.fill('x1,x2,y\n10,1,11\n3,oops,4')
  await expect(part.getByRole('alert').filter({ hasText: 'Row 2, column 2 (x2)' })).toContainText('“oops”')
  await expect(part.getByRole('button', { name: 'Run 2a' })).toBeDisabled()
  await box.fill('x1,x2,y\n10,1,11')
  await lab.set('2a', 'Keep probability p', '0.5')
  await part.getByRole('textbox', { name: 'Weights w' }).fill('1, 1')
  // By hand: residuals 0, 1, 10, 11, equally likely.
  await expect(cells(lab, '2a', /^Closed form/).nth(1)).toHaveText('55.5000')
  await lab.run('2a')
  await expect(lab.values('2a').locator('[data-value="2a.expected"]')).toContainText('55.5')
  await part.getByRole('button', { name: 'Use in all parts' }).click()
  await expect(lab.part('2d')).toContainText('1 × 2, given')
})

test('2b: the learned weights, times p, meet the ridge solution', async ({ lab }) => {
  await open(lab, '2b')
  const first = cells(lab, '2b', /^1 /)
  await expect(first.nth(1)).toHaveText('not run yet')
  await lab.run('2b')
  await expect(lab.status()).toHaveText('completed')
  const [scaled, ridge] = [await first.nth(2).textContent(), await first.nth(3).textContent()]
  expect(Math.abs(Number(scaled) - Number(ridge))).toBeLessThan(0.01)
  await lab.set('2b', 'Keep probability p', '0.4')
  await expect(first.nth(3)).not.toHaveText(ridge ?? '')
  await expect(first.nth(1)).toHaveText('other settings')
  await expect(lab.part('2b')).toContainText('The run below had other settings (p = 0.7)')
  await lab.set('2b', 'Learning rate', '1')
  await expect(lab.part('2b')).toContainText(/unstable.*use a learning rate below/)
})

test('2c: both ways give the same weights, also with a Γ that is not diagonal', async ({ lab }) => {
  await open(lab, '2c')
  for (const gamma of ['dropout', 'dense']) {
    await lab.part('2c').getByLabel('Matrix Γ').selectOption(gamma)
    await lab.run('2c')
    await expect(lab.status()).toHaveText('completed')
    await expect(lab.values('2c').locator('[data-value="2c.difference"]')).toContainText(/10⁻¹/)
    const row = cells(lab, '2c', /^2 /)
    await expect(row.nth(2)).toHaveText((await row.nth(0).textContent()) ?? '')
  }
})

test('2d: the bars are flat at the height that p sets', async ({ lab }) => {
  await open(lab, '2d')
  const bars = lab.part('2d').getByRole('img', { name: /^Norms, X Γ⁻¹/ })
  await expect(bars).toHaveAccessibleName(/column 1: norm 1\.528; column 2: norm 1\.528/)
  await lab.set('2d', 'Keep probability p', '0.5')
  await expect(bars).toHaveAccessibleName(/column 1: norm 1(\.000)?; column 2: norm 1(\.000)?;/)
  await lab.run('2d')
  await expect(lab.status()).toHaveText('completed')
  await expect(lab.values('2d').locator('[data-value="2d.batchNorm"]')).toContainText('6.325')
})

test('by keyboard: a derivation step opens, p moves, the run starts', async ({ lab }) => {
  await open(lab, '2a')
  await expect(lab.part('2a')).not.toContainText('Hint.')
  const next = lab.wayTo('2a').getByRole('button').first()
  await next.focus()
  for (let presses = 0; presses < 5; presses++) await lab.page.keyboard.press('Enter')
  await expect(lab.part('2a')).toContainText('here independence is needed')
  // One after another: what comes later is not there yet.
  await expect(lab.part('2a')).not.toContainText('Back to all rows')
  await lab
    .part('2a')
    .getByRole('slider', { name: /Keep probability/ })
    .focus()
  await lab.page.keyboard.press('Home')
  await expect(lab.part('2a')).toContainText('A keep probability of 0.01 drops nearly everything')
  await lab.part('2a').getByRole('button', { name: 'Run 2a' }).focus()
  await lab.page.keyboard.press('Enter')
  await expect(lab.status()).toHaveText('completed')
})

test('fits at 400 % zoom: 320 pixels wide, nothing to scroll sideways', async ({ lab }) => {
  await open(lab, '2a')
  await lab.fitsAtHighZoom()
})

test('problem 2: no violation in the panel with results', async ({ lab, page }) => {
  await open(lab, '2a')
  await lab.part('2a').locator('summary').filter({ hasText: 'Data editor' }).click()
  for (const part of ['2a', '2b']) {
    await lab.open(part)
    await lab.run(part)
    await expect(lab.status()).toHaveText('completed')
    await lab.revealAnswer(part)
  }
  expect(await violations(page)).toEqual([])
})
