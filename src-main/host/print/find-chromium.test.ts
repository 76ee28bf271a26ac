import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { findChromium } from './find-chromium.ts'

const has =
  (...paths: string[]) =>
  (path: string): boolean =>
    paths.includes(path)

it('takes the browser that was named, and no other in its place', () => {
  const environment = { CHROME_PATH: '/opt/chrome', PATH: '/usr/bin' }
  expect(findChromium(environment, has('/opt/chrome', '/usr/bin/chromium'))).toBe('/opt/chrome')
  expect(findChromium(environment, has('/usr/bin/chromium'))).toBeNull()
})

it('looks along PATH, then where browsers are installed', () => {
  const environment = {
    PATH: ['', '/usr/local/bin', '/usr/bin'].join(delimiter),
    ProgramFiles: 'C:\\Programs',
  }
  const chromium = join('/usr/bin', 'google-chrome')
  expect(findChromium(environment, has(chromium))).toBe(chromium)
  const chrome = join('C:\\Programs', 'Google', 'Chrome', 'Application', 'chrome.exe')
  expect(findChromium(environment, has(chrome))).toBe(chrome)
  expect(findChromium(environment, has())).toBeNull()
  expect(findChromium({}, has())).toBeNull()
})
