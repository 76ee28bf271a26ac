import { defineConfig } from '@playwright/test'
import { electronProblem } from './e2e/electron-binary.ts'
import { findChromium } from './e2e/find-chromium.ts'
import type { Host } from './e2e/lab-page.ts'
import { isAllAsked } from './e2e/on-request.ts'

const chromium = findChromium()
/** The built entry against a stub `electron`: needs no browser and no binary. */
const electronEntry = /electron[^/\\]*\.spec\.ts$/
const inChromium = {
  viewport: { width: 1280, height: 800 },
  launchOptions: {
    ...(chromium === null ? {} : { executablePath: chromium }),
    // Chromium refuses its sandbox to root; only the tests run as root.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-quic'],
  },
}

/** What stops a browser's lab, needs a second page of it, or knows neither of them. */
const ofBrowserSessions =
  /(added-part|browser-security|many-runs|recording|survival|terminal|terminal-stops|webgpu)\.spec\.ts$/
/** The specs of the lab in Electron's window: those where the host matters most, and with ALL_SPECS all of the page. */
const inWindow = {
  testMatch: isAllAsked ? /\.spec\.ts$/ : /(hand-in|run-control)\.spec\.ts$/,
  testIgnore: [electronEntry, ofBrowserSessions],
  grepInvert: /@browser-session/,
}

export default defineConfig<{ host: Host }>({
  testDir: 'e2e',
  globalSetup: './e2e/say-skipped.ts',
  // Nothing is judged on time: a busy machine only takes longer, and what passes waits for nothing.
  timeout: 300_000,
  expect: { timeout: 120_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: process.env['CI'] === undefined ? 'list' : [['list'], ['github']],
  outputDir: 'test-results',
  workers: 2,
  // A trace of every spec makes them a third slower; one that failed is looked at again with `--trace on`.
  use: { screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'browser',
      testIgnore: electronEntry,
      use: inChromium,
    },
    { name: 'electron-stub', ...inWindow, use: { ...inChromium, host: 'electron-stub' } },
    { name: 'electron-entry', testMatch: electronEntry },
    ...(electronProblem() === null
      ? [{ name: 'electron', ...inWindow, use: { ...inChromium, host: 'electron' as const } }]
      : []),
  ],
})
