import { _electron, expect, type Page } from '@playwright/test'
import { test as base } from '@playwright/test'
import { findElectron } from './electron-binary.ts'
import { LabPage } from './lab-page.ts'
import { LabSession } from './lab-session.ts'

interface Opened {
  readonly page: Page
  close(): Promise<void>
}

/** The same specs for every host: `lab` is a page in a browser session, or in a real Electron window. */
export const test = base.extend<{ host: 'browser' | 'electron'; lab: LabPage }>({
  host: ['browser', { option: true }],
  lab: async ({ host, playwright, launchOptions, viewport }, use) => {
    const session = new LabSession()
    const inBrowser = async (): Promise<Opened> => {
      const browser = await playwright.chromium.launch(launchOptions)
      const page = await browser.newPage({ viewport })
      await page.goto(await session.start())
      return { page, close: () => browser.close() }
    }
    const inElectron = async (): Promise<Opened> => {
      const window = await _electron.launch({
        executablePath: findElectron() ?? '',
        args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '.'],
        env: { ...process.env, LAB182_HOME: session.home } as Record<string, string>,
      })
      return { page: await window.firstWindow(), close: () => window.close() }
    }
    const { page, close } = await (host === 'electron' ? inElectron() : inBrowser())
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    await expect(page.getByRole('contentinfo', { name: 'This machine' })).toContainText(/session|window/)
    await use(new LabPage(page))
    expect(problems).toEqual([])
    await close()
    await session.stop()
  },
})
export { expect }
