import type { Locator } from '@playwright/test'
import { expect, test, type LabPage } from './lab-page.ts'

const matricesOf = (lab: LabPage, part: string): Locator =>
  lab.part(part).getByRole('group', { name: 'Confusion matrices' }).locator('.counts')

test('the confusion matrices of three networks with five classes stand in one row', async ({ lab }) => {
  await lab.page.setViewportSize({ width: 1280, height: 800 })
  const { page } = lab
  await page.evaluate(() => (location.hash = '#/p4-inductive-bias/4f'))
  const matrices = matricesOf(lab, '4f')
  await expect(matrices).toHaveCount(3)
  const tops = await matrices
    .locator('tbody')
    .evaluateAll((bodies) => bodies.map((body) => body.getBoundingClientRect().bottom))
  expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(1)
  const lefts = await matrices.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().left))
  expect(new Set(lefts).size).toBe(3)
})

for (const [part, matrices, width] of [
  ['4d', 2, 1280],
  ['4f', 3, 1920],
] as const)
  test(`the confusion matrices of ${part} have no need to scroll in a window of ${width} pixels`, async ({
    lab,
  }) => {
    await lab.page.setViewportSize({ width, height: 800 })
    await lab.page.evaluate((part) => (location.hash = `#/p4-inductive-bias/${part}`), part)
    const frames = matricesOf(lab, part).locator('.scroll')
    await expect(frames).toHaveCount(matrices)
    for (const frame of await frames.all())
      await expect.poll(() => frame.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0)
  })
