import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LabSession } from './lab-session.ts'
import { expect, LabPage, test } from './lab-page.ts'

test('an answer is reached by a press for each of hint, steps and answer, and only for what was asked', async ({
  lab,
  page,
}) => {
  await lab.open('1e')
  const part = lab.part('1e')
  await expect(part).not.toContainText('Hint.')
  await expect(page.getByRole('switch', { name: /reference/i })).toHaveCount(0)
  await lab.revealAnswer('1e')
  await expect(lab.wayTo('1e')).toContainText(
    'Run this part to the end to see the answer with the numbers of a run.',
  )
  await lab.run('1e')
  await expect(lab.status()).toHaveText('completed')
  await expect(lab.wayTo('1e')).toContainText('The curve is nearly smooth.')
  // Nothing else was opened, and it is still open after a look at another problem.
  await expect(page.getByText('Hint.')).toHaveCount(1)
  await page.getByRole('link', { name: /^2 / }).click()
  await page.getByRole('link', { name: /^1 / }).click()
  await expect(lab.wayTo('1e')).toContainText('The curve is nearly smooth.')
  await lab
    .wayTo('1e')
    .getByRole('button', { name: /^Hide all/ })
    .click()
  await expect(page.getByText('Hint.')).toHaveCount(0)
  await page.reload()
  await expect(lab.wayTo('1e')).toContainText('Show a hint')
})

test('formulas that give an answer away wait until it is shown', async ({ lab, page }) => {
  await page.getByRole('link', { name: /^2 / }).click()
  await lab.open('2b')
  const head = lab.part('2b').getByRole('columnheader')
  await expect(head.filter({ hasText: 'transformed learned' })).toBeVisible()
  await lab.revealAnswer('2b')
  await expect(head.filter({ hasText: 'p × learned' })).toBeVisible()
})

test.describe('with a policy', { tag: '@browser-session' }, () => {
  let folder = ''
  let session: LabSession
  const openWith = async (page: LabPage['page'], policy: string): Promise<LabPage> => {
    const path = join(folder, 'policy.json')
    writeFileSync(path, policy)
    session = new LabSession(undefined, undefined, { LAB182_POLICY: path })
    await page.goto(await session.start())
    await expect(page.getByRole('contentinfo', { name: 'This machine' })).toContainText('Browser session')
    return new LabPage(page)
  }
  test.beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab182-policy-'))))
  test.afterEach(async () => {
    await session.stop()
    rmSync(folder, { recursive: true })
  })

  test('hints and steps stay where only the answers are locked', async ({ page }) => {
    const lab = await openWith(page, '{ "format": 1, "references": "locked" }')
    await lab.open('1a')
    const part = lab.part('1a')
    await expect(part).toContainText('Reference answers are locked by this lab\u2019s policy.')
    const next = lab.wayTo('1a').getByRole('button', { name: /^Show/ })
    for (let presses = 0; presses < 5; presses++) await next.click()
    await expect(lab.wayTo('1a')).toContainText('solve for the number')
    await expect(next).toHaveCount(0)
    await expect(lab.wayTo('1a').getByRole('heading', { name: 'Answer', exact: true })).toHaveCount(0)
  })

  test('a damaged policy locks both and says so', async ({ page }) => {
    const lab = await openWith(page, '{ "format": 1, "references": ')
    // It is in the closed dialog about the lab, too.
    const said = page.getByText(/policy\.json is not JSON \(line 1: .*\); hints and reference/)
    await expect(said.filter({ visible: true })).toBeVisible()
    await lab.open('1a')
    await expect(lab.part('1a')).toContainText('Hints and reference answers are locked')
    await expect(lab.part('1a').getByRole('button', { name: /^Show a hint/ })).toHaveCount(0)
  })
})
