import { expect, test } from './lab-page.ts'

test('a warning or a changed setting moves no control of the form', async ({ lab }) => {
  await lab.open('1b')
  const part = lab.part('1b')
  const rate = part.getByRole('spinbutton', { name: 'Learning rate', exact: true })
  await lab.run('1b')
  await expect(lab.status()).toHaveText('completed')
  const inPart = async () => ((await rate.boundingBox())?.y ?? NaN) - ((await part.boundingBox())?.y ?? NaN)
  const before = await inPart()
  await lab.set('1b', 'Learning rate', '0.5')
  await expect(part.getByText(/The settings differ from the run shown/)).toBeVisible()
  await expect(part.locator('.warning').first()).toBeVisible()
  expect(await inPart()).toBe(before)
})

test('the confusion matrices of three networks with five classes stand in one row', async ({ lab }) => {
  await lab.page.setViewportSize({ width: 1280, height: 800 })
  const { page } = lab
  await page.evaluate(() => (location.hash = '#/p4-inductive-bias/4f'))
  const matrices = lab.part('4f').getByRole('group', { name: 'Confusion matrices' }).locator('.counts')
  await expect(matrices).toHaveCount(3)
  const tops = await matrices
    .locator('tbody')
    .evaluateAll((bodies) => bodies.map((body) => body.getBoundingClientRect().bottom))
  expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(1)
  const lefts = await matrices.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().left))
  expect(new Set(lefts).size).toBe(3)
})
