import { expect, test } from './lab-page.ts'

test('1d runs live from one press to its values', async ({ lab }) => {
  await lab.open('1d')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('completed')
  await expect(lab.bar).toContainText(/1\s?000 of 1\s?000 steps/)
  const values = lab.values('1d')
  await expect(values).toContainText('Distance to the formula')
  await expect(values).not.toContainText('not run yet')
  const rows = (await lab.csv('1d', 'Training loss')).trim().split('\r\n')
  expect(rows[0]).toContain('step')
  expect(rows.filter((row) => row.startsWith('loss'))).toHaveLength(1001)
  expect(rows[1]).toMatch(/,121$/)
})

test('pause, single step, resume and stop', async ({ lab }) => {
  await lab.open('1d')
  await lab.set('1d', 'Iterations', '1000000')
  await lab.bar.getByRole('button', { name: 'Step' }).click()
  await expect(lab.status()).toHaveText('paused')
  await expect(lab.bar).toContainText('0 of 1')
  await lab.bar.getByRole('button', { name: 'Step' }).click()
  await expect(lab.bar).toContainText(/\b1 of 1\s?000\s?000 steps/)
  await lab.bar.getByLabel('Speed').selectOption('100')
  await lab.bar.getByRole('button', { name: 'Resume' }).click()
  await expect(lab.status()).toHaveText('running')
  await lab.bar.getByRole('button', { name: 'Pause' }).click()
  await expect(lab.status()).toHaveText('paused')
  const held = await lab.bar.locator('.count').textContent()
  await lab.bar.getByRole('button', { name: 'Resume' }).click()
  await expect(lab.bar.locator('.count')).not.toHaveText(held ?? '')
  await lab.bar.getByRole('button', { name: 'Stop' }).click()
  await expect(lab.status()).toHaveText('stopped')
})

test('the whole of it by keyboard', async ({ lab }) => {
  const { page } = lab
  await lab.open('1d')
  await lab.bar.getByLabel('Speed').selectOption('30')
  await page.locator('main').focus()
  await page.keyboard.press('Space')
  await expect(lab.status()).toHaveText('running')
  await page.keyboard.press('Space')
  await expect(lab.status()).toHaveText('paused')
  await page.keyboard.press('Period')
  await page.keyboard.press('Escape')
  await expect(lab.status()).toHaveText('stopped')
  await page.keyboard.press('r')
  await expect(lab.status()).toHaveText('ready')
  const seed = lab.bar.getByLabel('Seed', { exact: true })
  await expect(seed).toHaveValue('183')
  await page.keyboard.press('Shift+R')
  await expect(seed).not.toHaveValue('183')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.getByRole('checkbox', { name: /single-key/i }).uncheck()
  await page.keyboard.press('Escape')
  await page.locator('main').focus()
  await page.keyboard.press('Space')
  await expect(lab.status()).toHaveText('ready')
})

test('reset with the same seed gives the same curve to the last bit, a new seed another', async ({ lab }) => {
  await lab.open('1d')
  const curve = async (): Promise<string> => {
    await lab.run('1d')
    await expect(lab.status()).toHaveText('completed')
    const text = await lab.csv('1d', 'Training loss')
    // seconds differ from run to run; trace, step and loss must not
    return text
      .split('\r\n')
      .map((row) =>
        row
          .split(',')
          .filter((_, column) => column !== 2)
          .join(','),
      )
      .join('\n')
  }
  const first = await curve()
  await lab.bar.getByRole('button', { name: 'Reset' }).click()
  await expect(lab.status()).toHaveText('ready')
  const second = await curve()
  expect(second).toBe(first)
  await lab.bar.getByRole('button', { name: /new seed/i }).click()
  await expect(lab.status()).toHaveText('ready')
  expect(await curve()).not.toBe(first)
})

test('a parameter out of range is named, and nothing starts', async ({ lab }) => {
  await lab.open('1d')
  await lab.set('1d', 'Drop rate p', '1')
  await expect(lab.part('1d')).toContainText(/Drop rate p must be .* not 1/)
  await expect(lab.part('1d').getByRole('button', { name: 'Run 1d' })).toBeDisabled()
  await expect(lab.bar.getByRole('button', { name: 'Run' })).toBeDisabled()
  await lab
    .part('1d')
    .getByRole('button', { name: /Homework/ })
    .click()
  await lab.run('1d')
  await expect(lab.status()).toHaveText('completed')
})

test('an unstable learning rate is announced before the run, and the run is shown as diverged', async ({
  lab,
}) => {
  await lab.open('1d')
  await lab.set('1d', 'Learning rate', '0.5')
  await expect(lab.part('1d')).toContainText(/unstable.*use a learning rate below/)
  await lab.run('1d')
  await expect(lab.status()).toHaveText('completed')
  await expect(lab.bar).toContainText('diverged')
  await expect(lab.values('1d')).toContainText('not measured')
})
