import { beforeEach, describe, expect, test } from 'vitest'
import type { PageFile } from '#host/page-files.ts'
import { answerRequest, type PageRequest } from './answer.ts'
import { maxSockets, Sessions } from './session.ts'

const page: PageFile = { body: Buffer.from('<p>'), type: 'text/html; charset=utf-8', isHashed: false }
const script: PageFile = { body: Buffer.from('1'), type: 'text/javascript', isHashed: true }
const files = new Map([
  ['/', page],
  ['/assets/a-1.js', script],
])
const port = 1820
let sessions: Sessions
beforeEach(() => (sessions = new Sessions()))

const ask = (target: string, cookie?: string, over: Partial<PageRequest> = {}) =>
  answerRequest(
    {
      method: 'GET',
      host: `127.0.0.1:${port}`,
      origin: undefined,
      fetchSite: 'none',
      isNavigation: true,
      target,
      cookie,
      ...over,
    },
    sessions,
    files,
  )
const cookieOf = (headers: Readonly<Record<string, string>>): string =>
  headers['set-cookie']?.split(';')[0] ?? ''

describe('the one-time address', () => {
  test('is exchanged once for a cookie that no script and no other site can use', () => {
    const token = sessions.issueToken()
    const first = ask(`/?token=${token}`)
    expect(first.status).toBe(303)
    expect(first.headers['location']).toBe('/')
    expect(first.headers['set-cookie']).toMatch(/^lab182-1820=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(ask(`/?token=${token}`).status).toBe(403)
    expect(ask('/', cookieOf(first.headers)).status).toBe(200)
  })
  test.each(['cross-site', 'same-site', undefined])(
    'reached from a page that is not the lab’s (%s), goes on by a way on which the cookie is shown',
    (fetchSite) => {
      const first = ask(`/?token=${sessions.issueToken()}`, undefined, { fetchSite })
      expect(first).toMatchObject({ status: 200, headers: { refresh: '0; url=/' } })
      expect(ask('/', cookieOf(first.headers)).status).toBe(200)
    },
  )
  test('opened again by the browser that used it, leads to the page', () => {
    const token = sessions.issueToken()
    const cookie = cookieOf(ask(`/?token=${token}`).headers)
    expect(ask(`/?token=${token}`, cookie)).toMatchObject({ status: 303, headers: { location: '/' } })
  })
  test('a fresh one withdraws the one before; a browser already in stays in', () => {
    const cookie = cookieOf(ask(`/?token=${sessions.issueToken()}`).headers)
    const old = sessions.issueToken()
    const fresh = sessions.issueToken()
    expect(ask(`/?token=${old}`).status).toBe(403)
    expect(ask(`/?token=${fresh}`).status).toBe(303)
    expect(ask('/', cookie).status).toBe(200)
  })
  test.each(['', 'x', 'a'.repeat(43), '%00'])('a wrong token (%j) says what to do', (token) => {
    sessions.issueToken()
    const answer = ask(`/?token=${token}`)
    expect(answer.status).toBe(403)
    expect(answer.headers['content-type']).toMatch(/html/)
    expect(String(answer.body)).toMatch(/Press Enter in the terminal/)
  })
  test('a HEAD does not use it up', () => {
    const token = sessions.issueToken()
    expect(ask(`/?token=${token}`, undefined, { method: 'HEAD' }).status).toBe(403)
    expect(ask(`/?token=${token}`).status).toBe(303)
  })
})

describe('behind a forwarded port', () => {
  const forwarded = { host: 'localhost:7490' }

  test('the cookie is named by the port that the browser knows, and so is the socket', () => {
    const first = ask(`/?token=${sessions.issueToken()}`, undefined, forwarded)
    expect(first.headers['set-cookie']).toMatch(/^lab182-7490=/)
    const page = ask('/', cookieOf(first.headers), forwarded)
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toContain('connect-src ws://localhost:7490;')
  })
  test('a lab at this port and another lab forwarded to it do not take each other’s cookie', () => {
    const here = cookieOf(ask(`/?token=${sessions.issueToken()}`).headers)
    const other = new Sessions()
    const there = other.redeem(other.issueToken(), 7490)?.split(';')[0] ?? ''
    expect(there.split('=')[0]).not.toBe(here.split('=')[0])
    expect(ask('/', `${here}; ${there}`).status).toBe(200)
    expect(ask('/', there, forwarded).status).toBe(403)
  })
  test('an IPv6 address, which no policy can name, connects to itself', () => {
    const over = { host: '[::1]:7490' }
    const cookie = cookieOf(ask(`/?token=${sessions.issueToken()}`, undefined, over).headers)
    expect(ask('/', cookie, over).headers['content-security-policy']).toContain("connect-src 'self';")
  })
})

test('a session that holds too many sockets is told so in place of the page', () => {
  const cookie = cookieOf(ask(`/?token=${sessions.issueToken()}`).headers)
  const session = sessions.find(cookie, port)
  if (!session) throw new Error('no session')
  session.sockets = maxSockets
  expect(ask('/', cookie)).toMatchObject({
    status: 503,
    body: expect.stringContaining('close some of its tabs'),
  })
  session.sockets--
  expect(ask('/', cookie).status).toBe(200)
})

describe('files', () => {
  const enter = (): string => cookieOf(ask(`/?token=${sessions.issueToken()}`).headers)

  test('only for a browser with a session of this very server', () => {
    expect(ask('/').status).toBe(403)
    expect(ask('/assets/a-1.js').status).toBe(403)
    expect(ask('/', 'lab182-1820=guess').status).toBe(403)
    expect(ask('/', enter().replace('1820', '1821')).status).toBe(403)
    expect(ask('/', `theme=dark; ${enter()}; other=1`).status).toBe(200)
  })
  test('only those on the list', () => {
    const cookie = enter()
    expect(ask('/assets/a-1.js', cookie).headers['cache-control']).toMatch(/immutable/)
    for (const target of [
      '/package.json',
      '/../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '//evil/x',
      '//[',
    ])
      expect(ask(target, cookie).status).toBe(404)
  })
  test('the page may connect to its own server, and a notice to nothing', () => {
    const page = ask('/', enter()).headers['content-security-policy']
    expect(page).toContain('connect-src ws://127.0.0.1:1820;')
    expect(ask('/').headers['content-security-policy']).not.toContain('ws:')
  })
  test('every answer carries the policy', () => {
    for (const answer of [
      ask('/'),
      ask('/', enter()),
      ask('/nowhere', enter()),
      ask('/', '', { method: 'POST' }),
    ]) {
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      expect(answer.headers['content-security-policy']).not.toContain('unsafe')
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['referrer-policy']).toBe('no-referrer')
      expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
    }
  })
})
