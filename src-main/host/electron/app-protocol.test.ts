import { expect, test } from 'vitest'
import type { PageFile } from '#host/page-files.ts'
import { answerPageRequest } from './app-protocol.ts'

const page: PageFile = { body: Buffer.from('<p>'), type: 'text/html; charset=utf-8', isHashed: false }
const files = new Map([['/', page]])
const ask = (url: string, method = 'GET') => answerPageRequest({ url, method }, files)

test('serves the page with the policy', async () => {
  const response = ask('app://lab/')
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('<p>')
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('content-security-policy')).toContain("connect-src 'none'")
  expect(await ask('app://lab/', 'HEAD').text()).toBe('')
})
test.each([
  'app://lab/package.json',
  'app://lab/../package.json',
  'app://lab/%2e%2e/package.json',
  'app://lab/..%2fpackage.json',
  'app://lab//etc/passwd',
  'app://other/',
  'file:///etc/passwd',
  'nonsense',
])('%s does not exist', (url) => {
  const response = ask(url)
  expect(response.status).toBe(404)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})
test('only reads', () => expect(ask('app://lab/', 'POST').status).toBe(405))
