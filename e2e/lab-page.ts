import { readFileSync } from 'node:fs'
import { test as base, expect, type Locator, type Page } from '@playwright/test'
import { LabSession } from './lab-session.ts'

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

/** A lab of its own for each test, opened in the browser with its one-time address. */
export const test = base.extend<{ session: LabSession; lab: LabPage }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  session: async ({}, use) => {
    const session = new LabSession()
    await use(session)
    await session.stop()
  },
  lab: async ({ page, session }, use) => {
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`.trim())
    })
    await page.goto(await session.start())
    await expect(page.getByRole('contentinfo', { name: 'This machine' })).toContainText('Browser session')
    await use(new LabPage(page))
    // A lab that a test stops; and what Chromium logs whenever a page that may use no camera is captured.
    const expected = /WebSocket|^Permissions policy violation: camera/
    expect(problems.filter((problem) => !expected.test(problem))).toEqual([])
  },
})
export { expect }
