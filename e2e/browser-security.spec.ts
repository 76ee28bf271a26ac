import { request as httpRequest } from 'node:http'
import { WebSocket } from 'ws'
import { writeEntryFile } from '#host/browser/entry-file.ts'
import { expect, test } from './lab-page.ts'

/** A plain request with headers that a page could not set: its status code. */
function statusOf(address: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(address, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}
function socketStatus(address: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(address, { headers })
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('open', () => {
      socket.close()
      resolve(101)
    })
    socket.on('error', () => undefined)
  })
}

test('a wrong, missing or used token is refused with a page that says what to do', async ({
  session,
  page,
  browser,
}) => {
  const address = await session.start()
  const { origin } = new URL(address)
  for (const wrong of [`${origin}/`, `${origin}/?token=${'0'.repeat(64)}`]) {
    const response = await page.goto(wrong)
    expect(response?.status()).toBe(403)
    await expect(page.locator('body')).toContainText('Enter')
  }
  expect((await page.goto(address))?.ok()).toBe(true)
  await expect(page).toHaveURL(new RegExp(`^${origin}/(#.*)?$`))
  const stranger = await (await browser.newContext()).newPage()
  expect((await stranger.goto(address))?.status()).toBe(403)
  expect((await stranger.goto(await session.freshAddress()))?.ok()).toBe(true)
})

test('a foreign Origin or Host is refused, on pages and on the socket', async ({
  session,
  page,
  context,
}) => {
  const address = await session.start()
  await page.goto(address)
  const { host, origin } = new URL(address)
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const socket = `ws://${host}/port`
  expect(await statusOf(origin, { cookie })).toBe(200)
  expect(await statusOf(origin, { cookie, host: 'evil.example' })).toBe(403)
  expect(await statusOf(origin, { cookie, origin: 'http://evil.example' })).toBe(403)
  expect(await socketStatus(socket, { cookie, origin })).toBe(101)
  expect(await socketStatus(socket, { cookie, origin: 'http://evil.example' })).toBe(403)
  expect(await socketStatus(socket, { cookie })).toBe(403)
  expect(await socketStatus(socket, { origin })).toBe(403)
})

test('nothing but the built files is served', async ({ session, page }) => {
  const address = await session.start()
  await page.goto(address)
  const { origin } = new URL(address)
  for (const path of ['/package.json', '/../package.json', '/%2e%2e/main/serve.js', '/out/main/serve.js'])
    expect((await page.request.get(`${origin}${path}`)).status()).toBe(404)
})

test('a file on disk leads the browser in, on a way that keeps the cookie strict', async ({
  session,
  page,
}) => {
  const address = await session.start()
  const file = writeEntryFile(address, [session.home])
  await page.goto(`file://${file.path}`)
  await expect(page.getByRole('contentinfo', { name: 'This machine' })).toContainText('Browser session')
  expect(page.url()).not.toContain('token')
  file.remove()
})
