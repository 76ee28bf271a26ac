import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, test, type LabPage } from './lab-page.ts'

const project = fileURLToPath(new URL('..', import.meta.url))
let home: string
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab182-replay-'))
})
test.afterEach(() => rmSync(home, { recursive: true, force: true }))

/** Runs the built terminal host in a home of its own. */
function terminal(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      ['out/main/cli.js', ...words],
      { cwd: project, env: { ...process.env, LAB182_HOME: home } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  )
}

/** A run of part 1d as a replay file, and the same with one sample altered and the hash made to fit. */
async function replayFiles(): Promise<{ honest: string; altered: string }> {
  const { out } = await terminal('run', '1d', '--set', 'iterations=200', '--seed', '5', '--json')
  const { run } = JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as { run: string }
  const [honest, altered] = [join(home, 'honest.labrun'), join(home, 'altered.labrun')]
  expect((await terminal('runs', 'export', run, '--labrun', honest)).code).toBe(0)
  const [header = '', body = ''] = gunzipSync(readFileSync(honest)).toString().split('\n')
  const content = JSON.parse(body) as { samples: { series: Record<string, number[]> }[] }
  const w1 = content.samples[0]?.series['w1'] ?? []
  w1[120] = (w1[120] ?? 0) * 1.001
  const changed = JSON.stringify(content)
  const sha256 = createHash('sha256').update(changed).digest('hex')
  writeFileSync(
    altered,
    gzipSync(`${JSON.stringify({ ...(JSON.parse(header) as object), sha256 })}\n${changed}`),
  )
  return { honest, altered }
}

const openRuns = (page: Page): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name: /^Runs/ }).click()
const playback = (lab: LabPage, id: string) => {
  const row = lab.part(id).getByRole('group', { name: 'Playback' })
  return {
    row,
    slider: row.getByRole('slider', { name: 'Playback position' }),
    play: row.getByRole('button', { name: /^(Play|Pause)/ }),
  }
}

test('a finished run plays again: curves and values as they were at the cursor, with the keyboard too', async ({
  lab,
}) => {
  const { row, slider, play } = playback(lab, '1d')
  await expect(play).toBeDisabled()
  await lab.run('1d')
  await expect(play).toBeEnabled()
  const final = lab.values('1d').locator('[data-value="1d.w1"] .number')
  await expect(final).toBeVisible()
  const whole = await lab.csv('1d', 'Training loss')

  await slider.fill('300')
  await expect(row).toContainText(/300 of 1\u202f001 samples/)
  await expect(final).toBeHidden()
  await expect(lab.part('1d')).toContainText('Measured values are shown at the end of the playback.')
  const part = await lab.csv('1d', 'Training loss')
  const losses = (csv: string): number => csv.split('\r\n').filter((line) => line.startsWith('loss,')).length
  expect([losses(part), losses(whole)]).toEqual([300, 1001])

  await slider.press('ArrowRight')
  await expect(row).toContainText(/301 of/)
  await row.getByLabel('Playback speed').selectOption('16×')
  await play.press('Enter')
  await expect(row).toContainText(/1\u202f001 of 1\u202f001 samples/)
  await expect(final).toBeVisible()
  await expect(play).toHaveText('Play again')
})

test('a replay file is verified in the terminal, and an altered sample is found', async () => {
  const { honest, altered } = await replayFiles()
  const good = await terminal('verify', honest)
  expect([good.code, good.out]).toEqual([0, expect.stringContaining('The run repeats: equal to the bit.')])
  const bad = await terminal('verify', altered, '--json')
  expect(bad.code).toBe(1)
  expect(JSON.parse(bad.out.split('\n')[0] ?? '')).toMatchObject({
    repeats: false,
    report: { verdict: 'differs', first: { track: 'main', series: 'w1', step: 120 } },
  })
  expect((await terminal('verify', join(home, 'none.labrun'))).code).toBe(2)
})

test('a replay file opens on the page of another lab, is shown with its origin, and repeated there', async ({
  lab,
}) => {
  const { honest, altered } = await replayFiles()
  const { page } = lab
  await openRuns(page)
  await page.getByLabel('Replay file').setInputFiles(honest)
  await expect(lab.part('1d')).toContainText('Opened from honest.labrun.')
  await expect(playback(lab, '1d').row).toContainText('201 of 201 samples')
  await lab.part('1d').getByRole('button', { name: 'Run again and compare' }).click()
  await expect(playback(lab, '1d').row.getByRole('status')).toContainText(
    'The run repeats: equal to the bit.',
  )

  // Dropped on the page of runs, as from a file manager.
  await openRuns(page)
  await expect(page.getByRole('button', { name: 'Open .labrun' })).toBeVisible()
  const data = readFileSync(altered).toString('base64')
  await page.evaluate((text) => {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], 'altered.labrun'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }, data)
  await expect(lab.part('1d')).toContainText('Opened from altered.labrun.')
  await lab.part('1d').getByRole('button', { name: 'Run again and compare' }).click()
  await expect(playback(lab, '1d').row.getByRole('status')).toContainText(
    'the first difference is at step 120, track "main", series "w1"',
  )

  // What is no replay file is refused by its name, and nothing is stored.
  await openRuns(page)
  await expect(page.getByText('from a file', { exact: true })).toHaveCount(2)
  await page.getByLabel('Replay file').setInputFiles(join(project, 'package.json'))
  await expect(page.getByText('"package.json" is not a replay file of Lab 182')).toBeVisible()
})
