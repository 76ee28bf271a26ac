import type { Page } from '@playwright/test'
import { expect, test, type LabPage } from './lab-page.ts'
import { violations } from './violations.ts'

const strip = (lab: LabPage, id: string) => lab.part(id).getByRole('group', { name: 'Seeds of this run' })
const openProblem2 = (page: Page): Promise<void> =>
  page
    .getByRole('navigation')
    .getByRole('link', { name: /^2 Regularization/ })
    .click()

test('eight seeds of a part are drawn as mean and range, and counted under each number', async ({
  lab,
  page,
}) => {
  await lab.open('1d')
  await lab.part('1d').getByRole('button', { name: 'Run 8 seeds' }).click()
  await expect(strip(lab, '1d')).toContainText('8 seeds: 183 to 190')
  await expect(strip(lab, '1d')).toContainText('all completed')
  const w1 = lab.values('1d').locator('[data-value="1d.w1"]')
  await expect(w1).toContainText(/Over 8 seeds: mean [\d.−]+, standard deviation \(n − 1\) [\d.]+, lowest/)
  await expect(w1).toContainText(/± [\d.]+/)
  await expect(lab.values('1d')).toContainText(
    'n = 8: mean ± standard deviation (n − 1), and lowest to highest',
  )
  const rows = (await lab.csv('1d', 'Training loss')).split('\r\n')
  expect(rows[0]).toBe('trace,step,time (s),squared error,lowest,highest')
  const means = rows.filter((row) => row.includes('mean of 8 seeds'))
  expect(means).toHaveLength(1001)
  for (const row of means) {
    const [mean = NaN, low = NaN, high = NaN] = row.split(',').slice(-3).map(Number)
    expect(low).toBeLessThanOrEqual(mean)
    expect(mean).toBeLessThanOrEqual(high)
  }
  await strip(lab, '1d').getByRole('switch', { name: 'Every seed’s curve' }).check()
  expect(await violations(page)).toEqual([])
  // The group is there again after a reload, and goes as one.
  await page.reload()
  await expect(strip(lab, '1d')).toContainText('all completed')
  await strip(lab, '1d').getByRole('button', { name: 'Delete these 8 runs' }).click()
  await strip(lab, '1d').getByRole('button', { name: 'Delete all 8' }).click()
  await expect(lab.part('1d')).toContainText('No runs of this part yet.')
})

test('the queue shows on every page what runs and waits; it is reordered and emptied there', async ({
  lab,
  page,
}) => {
  await lab.open('1d')
  // The first seed must still train at the end, however slow the machine is.
  await lab.bar.getByLabel('Speed').selectOption('1')
  await lab.part('1d').getByRole('spinbutton', { name: 'Number of seeds' }).fill('12')
  await lab.part('1d').getByRole('button', { name: 'Run 12 seeds' }).click()
  await page.getByRole('link', { name: /^Runs/ }).click()
  const line = page.getByRole('button', { name: /^Queue: \d+ running, \d+ waiting/ })
  await line.focus()
  await page.keyboard.press('Enter')
  const queue = page.getByRole('dialog', { name: 'Queue' })
  await expect(queue.getByRole('listitem')).toHaveCount(12)
  await expect(queue.getByRole('listitem').last()).toContainText('seed 194')
  await queue.getByRole('button', { name: 'Move 1d, seed 194 up' }).click()
  await expect(queue.getByRole('listitem').last()).toContainText('seed 193')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(queue).toBeHidden()
  await line.click()
  await queue.getByRole('button', { name: 'Stop all waiting' }).click()
  await expect(queue).not.toContainText('place')
  await queue.getByRole('button', { name: 'Open 1d, seed 183' }).click()
  await strip(lab, '1d').getByRole('button', { name: 'Stop all 12 seeds' }).click()
  await expect(page.getByRole('button', { name: 'Queue: Nothing is running' })).toBeVisible()
})

test(
  'everything of problem 2 runs, and goes on after the lab was killed',
  { tag: '@browser-session' },
  async ({ lab, page, session }) => {
    await openProblem2(page)
    const all = page.getByRole('group', { name: 'Run all of problem 2' })
    await all.getByRole('button', { name: 'Run all of problem 2' }).click()
    const dialog = page.getByRole('dialog', { name: 'Run all of problem 2' })
    await dialog.getByRole('spinbutton', { name: 'Seeds of each part' }).fill('4')
    await expect(dialog).toContainText('16 runs. The time is not known')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(all).toContainText(/: [1-9]\d* of 16 runs/)
    await session.kill()
    await expect(page.getByRole('status').first()).toContainText('The lab has stopped')
    await page.goto(await session.start())
    await openProblem2(page)
    // It is finished when it can be started again, with nothing left to go on with.
    await expect(all.getByRole('button', { name: 'Run all of problem 2' })).toBeVisible()
    await expect(all.getByRole('button', { name: 'Go on' })).toBeHidden()
    for (const part of ['2a', '2b', '2c', '2d']) {
      await lab.open(part)
      await expect(strip(lab, part)).toContainText('4 seeds: 183 to 186')
      await expect(lab.status()).toHaveText('completed')
    }
  },
)
