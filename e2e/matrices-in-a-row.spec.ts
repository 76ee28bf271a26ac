import { expect, test } from './lab-page.ts'

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
