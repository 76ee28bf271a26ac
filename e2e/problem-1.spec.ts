import { expect, test, type LabPage } from './lab-page.ts'

/** Draws the earlier run whose settings differ so beside the shown one. */
async function overlay(lab: LabPage, part: string, difference: RegExp): Promise<void> {
  await lab.part(part).locator('summary').filter({ hasText: 'Earlier runs' }).click()
  await lab.part(part).getByRole('checkbox', { name: difference }).check()
}
/** The rows of a chart's CSV whose trace is called so, by cells. */
async function rowsOf(lab: LabPage, part: string, chart: string, trace: string): Promise<string[][]> {
  const lines = (await lab.csv(part, chart)).trim().split('\r\n')
  return lines
    .filter((line) => line.startsWith(`"${trace}"`) || line.startsWith(`${trace},`))
    .map((line) => line.replace(/^"[^"]*"/, 'trace').split(','))
}

test('1c: the four masks and their mean follow the drop rate without a run', async ({ lab }) => {
  await lab.open('1c')
  const part = lab.part('1c')
  const mean = part.getByRole('row', { name: /^Mean over the masks/ })
  await expect(mean).toContainText('40.33')
  await lab.set('1c', 'Drop rate p', '0')
  await expect(mean).not.toContainText('40.33')
  await expect(part.getByRole('table')).toContainText('at drop rate 0')
})

test('1d: an earlier run is drawn beside the shown one, with its times', async ({ lab }) => {
  await lab.open('1d')
  await lab.run('1d')
  await expect(lab.status()).toHaveText('completed')
  await lab.set('1d', 'Learning rate', '0.0005')
  await lab.run('1d')
  await expect(lab.part('1d').locator('summary').filter({ hasText: 'Earlier runs' })).toContainText('(2)')
  await expect(lab.status()).toHaveText('completed')
  await overlay(lab, '1d', /learning rate 0\.001/)
  const rows = await rowsOf(lab, '1d', 'Training loss', 'loss, learning rate 0.001')
  expect(rows).toHaveLength(1001)
  // Trace, step, seconds and loss: a compared run is drawn over the time too.
  for (const row of rows) expect(row.filter((cell) => cell !== '')).toHaveLength(4)
  const path = await rowsOf(lab, '1d', 'Weight plane', 'weights, learning rate 0.001')
  expect(path).toHaveLength(1001)
  await expect(lab.part('1d')).not.toContainText('Averaged over all possible masks')
  await lab.revealAnswer('1d')
  await expect(lab.part('1d')).toContainText('Averaged over all possible masks')
})

test('1g: the dots of two sweeps stand beside the closed form', async ({ lab }) => {
  await lab.open('1g')
  await lab.set('1g', 'Iterations', '200')
  await lab.run('1g')
  await expect(lab.status()).toHaveText('completed')
  await lab.set('1g', 'Iterations', '300')
  await lab.run('1g')
  await expect(lab.part('1g').locator('summary').filter({ hasText: 'Earlier runs' })).toContainText('(2)')
  await expect(lab.status()).toHaveText('completed')
  await overlay(lab, '1g', /iterations 200/)
  const csv = await lab.csv('1g', 'Weights against the drop rate')
  expect(csv).toContain('"w2, closed form"')
  expect(await rowsOf(lab, '1g', 'Weights against the drop rate', 'w1, trained')).toHaveLength(5)
  expect(
    await rowsOf(lab, '1g', 'Weights against the drop rate', 'w1, trained, iterations 200'),
  ).toHaveLength(5)
})
