/** What a part costs: one file on each side, and list, terminal, page, overlay and answers know it. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, LabPage, test } from './lab-page.ts'
import { LabSession } from './lab-session.ts'

const project = fileURLToPath(new URL('..', import.meta.url))
const sides = [
  ['2e.ts', 'src-main/experiments/p2-regularization/parts/2e.ts'],
  ['2e.svelte', 'src-renderer/experiments/p2-regularization/2e.svelte'],
] as const
const run = promisify(execFile)

/** A copy of the sources with the part added, built. */
async function buildWithPart(): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'lab182-added-part-'))
  for (const path of [
    'package.json',
    'LICENSE',
    'tsconfig.json',
    'electron.vite.config.ts',
    'src-main',
    'src-renderer',
    'resources',
  ])
    cpSync(join(project, path), join(root, path), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'))
  for (const [from, to] of sides) cpSync(join(project, 'e2e/added-part', from), join(root, to))
  await run(process.execPath, ['node_modules/electron-vite/bin/electron-vite.js', 'build'], { cwd: root })
  return root
}

test('a part is a file on each side and nothing else', async ({ page }) => {
  const lines = sides.map(
    ([file]) => readFileSync(join(project, 'e2e/added-part', file), 'utf8').split('\n').length,
  )
  expect(lines.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(100)

  const root = await buildWithPart()
  const session = new LabSession(undefined, root)
  const lab = async (...words: string[]): Promise<string> =>
    (
      await run(process.execPath, ['out/main/cli.js', ...words], {
        cwd: root,
        env: { ...process.env, LAB182_HOME: session.home },
      })
    ).stdout
  try {
    expect(await lab('list')).toMatch(/2e {2}Squares\n {4}last .*default 5\n {4}2e\.squares/)
    expect(await lab('run', '2e', '--set', 'last=7')).toContain('2e.squares')
    expect(await lab('answer', '2e')).toContain('It is 49.')

    await page.goto(await session.start())
    const view = new LabPage(page)
    await page.getByRole('link', { name: /^2 Regularization/ }).click()
    await view.open('2e')
    const part = view.part('2e')
    await expect(part.getByRole('heading', { name: /A part added by a test/ })).toBeVisible()
    await view.set('2e', 'Last number', '6')
    await view.run('2e')
    await expect(view.status()).toHaveText('completed')
    await expect(view.values('2e').locator('[data-value="2e.squares"]')).toContainText('6 rows')
    await part.locator('summary').filter({ hasText: 'Earlier runs' }).click()
    await part.getByRole('checkbox', { name: /last number 7/ }).check()
    expect(await view.csv('2e', 'Squares')).toContain('square, last number 7')
    await view.revealAnswer('2e')
    await expect(part).toContainText('It is 36.')
  } finally {
    await session.stop()
    rmSync(root, { recursive: true, force: true })
  }
})
