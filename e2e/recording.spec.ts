import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test as base } from './lab-page.ts'
import { isAllAsked, onRequest } from './on-request.ts'
import { openVideo, recordingsIn } from './recorded-video.ts'
import { violations } from './violations.ts'

/** Chromium's picker gives the page itself; its microphone is a made-up one. */
const test = base.extend({
  launchOptions: async ({ launchOptions }, use) => {
    const args = ['--auto-accept-this-tab-capture', '--use-fake-device-for-media-stream']
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...args] })
  },
})

const bar = (page: Page) => page.getByRole('region', { name: 'Recording' })
async function record(page: Page, ...choices: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Record the window' }).click()
  const dialog = page.getByRole('dialog', { name: 'Record the window' })
  for (const choice of choices) await dialog.getByLabel(choice).check()
  await dialog.getByRole('button', { name: 'Start recording' }).click()
}
/** Seconds that the mark shows. */
const clock = async (page: Page): Promise<number> => {
  const [minutes = 0, rest = 0] = ((await bar(page).locator('.time').textContent()) ?? '')
    .split(':')
    .map(Number)
  return 60 * minutes + rest
}
const recorded = (page: Page, seconds: number) =>
  expect.poll(() => clock(page)).toBeGreaterThanOrEqual(seconds)
const end = (page: Page) => page.getByRole('button', { name: 'End the recording' }).click()

test('a shipped demo can be recorded from the list of demos, and leaving it ends the video', async ({
  lab,
  page,
  session,
}) => {
  await expect(lab.part('1a')).toBeVisible()
  await page.getByRole('button', { name: 'Demos' }).click()
  await page.getByRole('button', { name: 'Record A first look at the lab' }).click()
  await expect(page.getByText('Plays “A first look at the lab” and records it')).toBeVisible()
  await page.getByRole('button', { name: 'Start recording' }).click()
  await expect(page.getByRole('region', { name: 'Demo: A first look at the lab' })).toBeVisible()
  await recorded(page, 2)
  await page.keyboard.press('Escape')
  await expect(page.getByText(/^Recorded: a-first-look-at-the-lab-1e-seed-183\.webm/)).toBeVisible()
  expect(
    (await openVideo(page, session.home, 'a-first-look-at-the-lab-1e-seed-183.webm')).seconds,
  ).toBeGreaterThan(2)
})

test.describe('every way to record', () => {
  test.skip(!isAllAsked, onRequest)

  test('a training is recorded: a video of the page with its length, without its pauses', async ({
    lab,
    page,
    session,
  }) => {
    await lab.open('1e')
    await page.getByRole('button', { name: 'Record the window' }).click()
    expect(await violations(page, { within: 'dialog[open]' })).toEqual([])
    await page.keyboard.press('Escape')
    await lab.bar.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '100 / s' })
    await record(page)
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible()
    await expect(bar(page)).toContainText('recording')
    expect(await violations(page, { within: '[aria-label=Recording]' })).toEqual([])
    // It grows on the disk from its first second on.
    await lab.run('1e')
    await recorded(page, 3)
    expect(recordingsIn(session.home)).toEqual([expect.stringMatching(/^unfinished-.*\.webm$/)])
    const growing = readFileSync(join(session.home, 'recordings', recordingsIn(session.home)[0] ?? ''))
    expect(growing.length).toBeGreaterThan(1000)
    await page.getByRole('button', { name: 'Pause the recording' }).click()
    await expect(bar(page)).toContainText('paused')
    const before = await clock(page)
    // The training goes on, and its end is not recorded.
    await expect(lab.status()).toHaveText('completed')
    expect(await clock(page)).toBe(before)
    await page.getByRole('button', { name: 'Go on recording' }).click()
    await recorded(page, before + 2)
    await end(page)
    const said = page.getByText(/^Recorded: 1e-seed-183\.webm \(\d+:\d\d, .* with chapters beside it\.$/)
    const [, minutes, rest] = /\((\d+):(\d\d),/.exec((await said.textContent()) ?? '') ?? []
    expect(recordingsIn(session.home)).toEqual(['1e-seed-183.chapters.vtt', '1e-seed-183.webm'])

    const video = await openVideo(page, session.home, '1e-seed-183.webm')
    expect(video).toMatchObject({ width: 1280, height: 800, hasSound: false })
    expect(Math.floor(video.seconds)).toBe(60 * Number(minutes) + Number(rest))
    expect(video.lastFrame).toBeLessThanOrEqual(video.seconds)
    // The mark changes each second, so there is a picture of the last one.
    expect(video.lastFrame).toBeGreaterThan(before)
    // How many a busy machine draws is measured in bench/.
    expect(video.frames).toBeGreaterThan(5)
  })

  test('a demo is recorded to its end, in the size that was chosen, with chapters and captions', async ({
    lab,
    page,
    session,
  }) => {
    await lab.open('1b')
    const steps = [
      { do: 'open', part: '1b' },
      { do: 'say', text: 'Where does it **end**?' },
      { do: 'wait', for: { seconds: 1.5 } },
      { do: 'start', seed: 7 },
      { do: 'wait', for: { end: true } },
      { do: 'show', slide: 'Measured values' },
      { do: 'say', text: 'At {{1b.w1}} & below.' },
      { do: 'wait', for: { seconds: 1.5 } },
    ]
    const demo = { format: 1, title: 'Least norm', about: 'Where descent ends.', minutes: 1, steps }
    await record(page, '1920 × 1080')
    await expect(bar(page)).toBeVisible()
    await page.getByRole('button', { name: 'Demos' }).click()
    await page
      .locator('input[type=file][accept$=".json"]')
      .first()
      .setInputFiles({
        ...{ name: 'demo.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(demo)) },
      })
    const demoBar = page.getByRole('region', { name: 'Demo: Least norm' })
    await expect(demoBar.getByText('end', { exact: true })).toBeVisible()
    const before = await clock(page)
    await recorded(page, before + 2)
    await end(page)
    await expect(
      page.getByText(/^Recorded: least-norm-1b-seed-7\.webm .* with chapters and captions/),
    ).toBeVisible()
    const read = (kind: string): string =>
      readFileSync(join(session.home, 'recordings', `least-norm-1b-seed-7.${kind}.vtt`), 'utf8')
    expect(read('captions')).toMatch(
      /^WEBVTT\n\n1\n00:00:\d\d\.\d{3} --> 00:00:\d\d\.\d{3}\nWhere does it end\?\n\n2\n.*\nAt 1\.\d+ &amp; below\.\n$/,
    )
    expect(read('chapters')).toMatch(/00:00:00\.000 --> [^]*1b: Question\n[^]*1b: Measured values\n$/)
    const video = await openVideo(page, session.home, 'least-norm-1b-seed-7.webm')
    expect(video).toMatchObject({ width: 1920, height: 1080 })
    expect(video.seconds).toBeGreaterThan(3)
  })

  test('a microphone is recorded only where it was chosen and allowed', async ({
    lab,
    page,
    session,
    context,
  }) => {
    await lab.open('1a')
    await record(page, 'With the microphone')
    await expect(page.getByText('the microphone was refused')).toBeVisible()
    await expect(bar(page)).toHaveCount(0)
    expect(recordingsIn(session.home)).toEqual([])
    await context.grantPermissions(['microphone'])
    await record(page, 'With the microphone')
    await recorded(page, 2)
    await end(page)
    await expect(page.getByText(/^Recorded: 1a-seed-183\.webm/)).toBeVisible()
    expect(await openVideo(page, session.home, '1a-seed-183.webm')).toMatchObject({ hasSound: true })
  })

  test('a countdown that is cancelled records nothing', async ({ lab, page, session }) => {
    await lab.open('1a')
    await record(page)
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Record the window' })).toBeEnabled()
    await expect(bar(page)).toHaveCount(0)
    expect(recordingsIn(session.home)).toEqual([])
  })

  test('a page that is closed, or a lab that stops, leaves what was recorded', async ({
    lab,
    page,
    session,
    context,
  }) => {
    await lab.open('1e')
    await record(page)
    await recorded(page, 3)
    const other = await context.newPage()
    await other.goto(new URL('/', page.url()).href)
    await page.close({ runBeforeUnload: false })
    await expect.poll(() => recordingsIn(session.home)).toContain('1e-seed-183-ended-early.webm')
    const closed = await openVideo(other, session.home, '1e-seed-183-ended-early.webm')
    expect(closed.seconds).toBeGreaterThan(1)

    await record(other)
    await recorded(other, 3)
    await session.kill()
    await expect(
      other.getByText(/The recording has ended because the lab has stopped\. What was recorded is kept in/),
    ).toBeVisible()
    const [left = ''] = recordingsIn(session.home).filter((file) => file.startsWith('unfinished-'))
    expect((await openVideo(other, session.home, left)).seconds).toBeGreaterThan(1)
  })
})
