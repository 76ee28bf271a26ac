import { readFileSync } from 'node:fs'
import { _electron, test as base, expect, type ElectronApplication } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { findElectron } from './electron-binary.ts'
import { LabSession } from './lab-session.ts'
import { StubbedWindow } from './stub-electron/window.ts'

/** The page as its user sees it: parts by their id, buttons by their names. */
export class LabPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }
  part(id: string): Locator {
    return this.page.locator(`#part-${id}`)
  }
  /** The run bar, which acts on the active part. */
  get bar(): Locator {
    return this.page.getByRole('region', { name: 'Run control' })
  }
  async open(id: string): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('link', { name: new RegExp(`^${id}\\b`) })
      .click()
    await expect(this.page.locator(`[data-slot="${id}"]`)).toBeInViewport()
  }
  run(id: string): Promise<void> {
    return this.part(id)
      .getByRole('button', { name: `Run ${id}` })
      .click()
  }
  /** Types a value into a number box of a part's form. */
  async set(id: string, label: string, value: string): Promise<void> {
    const box = this.part(id).getByRole('spinbutton', { name: label, exact: true })
    await box.fill(value)
    await box.press('Tab')
  }
  /** The page in a window of 320 pixels, as at 400 % zoom, has nothing to scroll sideways. */
  async fitsAtHighZoom(): Promise<void> {
    await this.page.setViewportSize({ width: 320, height: 640 })
    // The charts take their new width a moment later.
    await expect
      .poll(() => this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0)
  }
  /** The state of the active part's run, as the run bar says it. */
  status(): Locator {
    return this.bar.locator('.badge').first()
  }
  /** The way to the answer of one thing asked; `ask` is "" where the part asks a single thing. */
  wayTo(part: string, ask = ''): Locator {
    const name = `Hints and answer, ${part}${ask === '' ? '' : ` (${ask})`}`
    return this.page.getByRole('group', { name, exact: true })
  }
  /** Goes that whole way: hint, every step, the answer. */
  async revealAnswer(part: string, ask = ''): Promise<void> {
    const way = this.wayTo(part, ask)
    const answer = way.getByRole('heading', { name: 'Answer', exact: true })
    for (let presses = 0; presses < 10 && !(await answer.isVisible()); presses++)
      await way.getByRole('button', { name: /^Show/ }).click()
    await expect(answer).toBeVisible()
  }
  /** The row of measured values of a part, and its tables. */
  values(id: string): Locator {
    return this.part(id).getByRole('group', { name: /^Measured/ })
  }
  /** Downloads a chart's samples as CSV, full precision; of runs that have ended, all of them. */
  async csv(id: string, chart: string): Promise<string> {
    await expect(this.part(id).locator('[aria-busy]')).toHaveAttribute('aria-busy', 'false')
    const figure = this.part(id)
      .getByRole('figure')
      .filter({ has: this.page.getByRole('heading', { name: chart, exact: true }) })
    const download = this.page.waitForEvent('download')
    await figure.getByRole('button', { name: /export/i }).click()
    await figure.getByRole('button', { name: /^CSV/ }).click()
    const text = readFileSync(await (await download).path(), 'utf8')
    // The mark that a spreadsheet needs is no part of the first name.
    expect(text.startsWith('\ufeff')).toBe(true)
    return text.slice(1)
  }
}

/** Where the page is: in a browser session, in the window of the Electron entry under a stub, or of Electron itself. */
export type Host = 'browser' | 'electron-stub' | 'electron'

/** A real window of a lab on this home, with its page. */
async function openElectron(home: string): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: findElectron() ?? '',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '.'],
    env: { ...process.env, LAB182_HOME: home } as Record<string, string>,
  })
}

/** A lab of its own for each test, opened on the project's host; in a browser with its one-time address. */
export const test = base.extend<{ host: Host; session: LabSession; lab: LabPage }>({
  host: ['browser', { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  session: async ({}, use) => {
    const session = new LabSession()
    await use(session)
    await session.stop()
  },
  page: async ({ host, session, context }, use) => {
    if (host !== 'electron') return use(await context.newPage())
    const electron = await openElectron(session.home)
    await use(await electron.firstWindow())
    await electron.close()
  },
  lab: async ({ host, page, session }, use) => {
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`.trim())
    })
    const window = host === 'electron-stub' ? await StubbedWindow.open(page, session.home) : null
    if (host === 'browser') await page.goto(await session.start())
    const where = host === 'browser' ? 'Browser session' : 'Electron window'
    await expect(page.getByRole('contentinfo', { name: 'This machine' })).toContainText(where)
    await use(new LabPage(page))
    // A lab that a test stops; and what Chromium logs whenever a page that may use no camera is captured.
    const expected = /WebSocket|^Permissions policy violation: camera/
    expect(problems.filter((problem) => !expected.test(problem))).toEqual([])
    if (window) expect(await window.quit()).toBe(0)
  },
})
export { expect }
