import { defineConfig } from '@playwright/test'
import { findChromium } from './e2e/find-chromium.ts'

const chromium = findChromium()

export default defineConfig({
  testDir: 'e2e',
  timeout: 60_000,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: process.env['CI'] === undefined ? 'list' : [['list'], ['github']],
  outputDir: 'test-results',
  workers: 2,
  use: { trace: 'retain-on-failure' },
  projects: [
    {
      name: 'browser',
      testIgnore: /electron[^/\\]*\.spec\.ts$/,
      use: {
        viewport: { width: 1280, height: 800 },
        launchOptions: {
          ...(chromium === null ? {} : { executablePath: chromium }),
          // Chromium refuses its sandbox to root; only the tests run as root.
          args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-quic'],
        },
      },
    },
    { name: 'electron', testMatch: /electron[^/\\]*\.spec\.ts$/ },
  ],
})
