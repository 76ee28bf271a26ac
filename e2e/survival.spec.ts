import { LabPage, expect, test } from './lab-page.ts'
import { isAllAsked, onRequest } from './on-request.ts'

test('reloading the page while a run goes on shows the running run', async ({ lab, page }) => {
  await lab.open('1d')
  await lab.bar.getByLabel('Speed').selectOption('100')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('running')
  await page.reload()
  await expect(lab.status()).toHaveText('running')
  await lab.bar.getByLabel('Speed').selectOption('')
  await expect(lab.status()).toHaveText('completed')
  const rows = (await lab.csv('1d', 'Training loss')).split('\r\n').filter((row) => row.startsWith('loss'))
  expect(rows).toHaveLength(1001)
})

test('a second tab shows and controls the same run', async ({ lab, context, page }) => {
  await lab.open('1d')
  await lab.bar.getByLabel('Speed').selectOption('30')
  await lab.run('1d')
  const other = await context.newPage()
  await other.goto(page.url())
  const second = new LabPage(other)
  await expect(second.status()).toHaveText('running')
  await second.bar.getByRole('button', { name: 'Pause' }).click()
  await expect(lab.status()).toHaveText('paused')
  await second.bar.getByRole('button', { name: 'Stop' }).click()
  await expect(lab.status()).toHaveText('stopped')
})

test('a trainer killed from outside leaves a failed run with its samples and a living lab', async ({
  lab,
  session,
}) => {
  await lab.open('1d')
  await lab.bar.getByLabel('Speed').selectOption('100')
  await lab.run('1d')
  await expect(lab.bar.locator('.count')).toContainText(/[1-9]\d* of/)
  const [trainer] = session.trainers()
  if (trainer === undefined) throw new Error('no trainer process was found')
  process.kill(trainer, 'SIGKILL')
  await expect(lab.status()).toHaveText('failed')
  await expect(lab.part('1d').getByRole('alert')).toContainText(/SIGKILL.*kept/)
  await lab.bar.getByLabel('Speed').selectOption('')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('completed')
})

test('a lab killed in mid-run opens again with the run interrupted and its samples kept', async ({
  lab,
  session,
  page,
}) => {
  await lab.open('1d')
  await lab.bar.getByLabel('Speed').selectOption('100')
  await lab.run('1d')
  await expect(lab.bar.locator('.count')).toContainText(/\d{2,} of/)
  await session.kill()
  await expect(page.getByRole('status').first()).toContainText('The lab has stopped')
  await page.goto(await session.start())
  await lab.open('1d')
  await expect(lab.status()).toHaveText('interrupted')
  await expect(lab.part('1d').getByRole('alert')).toContainText(/samples were kept/)
  const rows = (await lab.csv('1d', 'Training loss')).split('\r\n').filter((row) => row.startsWith('loss'))
  expect(rows.length).toBeGreaterThan(10)
})

test('a million samples leave the page answering', async ({ lab, page }) => {
  test.skip(!isAllAsked, onRequest)
  await lab.open('1e')
  await lab.set('1e', 'Iterations', '1000000')
  await lab.run('1e')
  await expect(lab.status()).toHaveText('completed')
  // Every sample reaches the page, and it still takes a theme change while it draws them.
  await page.getByRole('button', { name: 'Dark theme' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(async () => {
    const text = await lab.csv('1e', 'Training loss')
    expect(text.split('\r\n').filter((row) => row.startsWith('loss'))).toHaveLength(1_000_001)
  }).toPass()
})

test('runs are kept: listed, renamed, run again, deleted', async ({ lab, page }) => {
  await lab.open('1b')
  await lab.run('1b')
  await expect(lab.status()).toHaveText('completed')
  await page.getByRole('link', { name: /^Runs/ }).click()
  const row = page.getByRole('row').nth(1)
  await row.getByRole('button', { name: /^Rename/ }).click()
  await row.getByLabel('New name of the run').fill('My first')
  await page.keyboard.press('Enter')
  await expect(row).toContainText('My first')
  await row.getByRole('button', { name: /again/ }).click()
  await expect(lab.status()).toHaveText('completed')
  await page.getByRole('link', { name: /^Runs/ }).click()
  await expect(page.getByRole('row')).toHaveCount(3)
  await page
    .getByRole('row')
    .nth(2)
    .getByRole('button', { name: /^Delete/ })
    .click()
  await expect(page.getByRole('row')).toHaveCount(2)
})
