import { defineConfig } from '@playwright/test'
import { electronProblem } from './e2e/electron-binary.ts'
import { findChromium } from './e2e/find-chromium.ts'

const chromium = findChromium()
/** The built entry against a stub `electron`: needs no browser and no binary. */
const electronEntry = /electron[^/\\]*\.spec\.ts$/

export default defineConfig<{ host: 'browser' | 'electron' }>({
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
      use: {
        viewport: { width: 1280, height: 800 },
        launchOptions: {
          ...(chromium === null ? {} : { executablePath: chromium }),
          // Chromium refuses its sandbox to root; only the tests run as root.
          args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-quic'],
        },
      },
    },
    { name: 'electron-entry', testMatch: electronEntry },
    ...(electronProblem() === null
      ? [{ name: 'electron', testMatch: /run-control\.spec\.ts$/, use: { host: 'electron' as const } }]
      : []),
  ],
})
