import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const system = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** CHROME_PATH, else Playwright's own browser (null: Playwright finds it), else the system's; null if none. */
export function findChromium(): string | null {
  const named = process.env['CHROME_PATH']
  if (named !== undefined && named !== '') return named
  if (existsSync(chromium.executablePath())) return null
  return system.find((path) => existsSync(path)) ?? null
}
