import { describe, expect, test } from 'vitest'
import { requestDenial, socketDenial, type Asked } from './origin-policy.ts'

const good: Asked = {
  method: 'GET',
  host: '127.0.0.1:1820',
  origin: undefined,
  fetchSite: 'none',
  isNavigation: true,
}
const denied = (over: Partial<Asked>) => requestDenial({ ...good, ...over })?.status ?? null
const deniedSocket = (over: Partial<Asked>) =>
  socketDenial({ ...good, origin: 'http://127.0.0.1:1820', ...over })?.status ?? null

describe('files', () => {
  test('an address typed, a link, and the page itself are let through', () => {
    expect(denied({})).toBeNull()
    expect(denied({ host: 'localhost:1820' })).toBeNull()
    expect(
      denied({ origin: 'http://127.0.0.1:1820', fetchSite: 'same-origin', isNavigation: false }),
    ).toBeNull()
    expect(denied({ method: 'HEAD' })).toBeNull()
    expect(denied({ fetchSite: 'cross-site', isNavigation: true })).toBeNull()
    expect(denied({ fetchSite: undefined, isNavigation: false })).toBeNull()
  })
  test.each(['127.0.0.1:7490', 'localhost:7490', '[::1]:7490', 'LOCALHOST:1820', '127.0.0.1'])(
    'Host %s is this server behind a forwarded port',
    (host) => {
      expect(denied({ host })).toBeNull()
      expect(denied({ host, origin: `http://${host.toLowerCase()}` })).toBeNull()
      expect(denied({ host, origin: 'http://127.0.0.1:1' })).toBe(403)
      expect(deniedSocket({ host, origin: `http://${host.toLowerCase()}` })).toBeNull()
      expect(deniedSocket({ host, origin: 'http://127.0.0.1:1' })).toBe(403)
    },
  )
  test.each([
    undefined,
    '',
    'evil.example',
    'evil.example:1820',
    '127.0.0.1.evil.example:1820',
    'localhost.evil.example',
    'evil.example:127.0.0.1',
    '127.0.0.1:99999',
    '127.0.0.1:1820:1',
    '127.0.0.1:',
    '[::1',
    '[::2]:1820',
    '0.0.0.0:1820',
  ])('Host %s is not this server', (host) => expect(denied({ host })).toBe(403))
  test.each([
    'null',
    'http://evil.example',
    'https://127.0.0.1:1820',
    'http://127.0.0.1:9999',
    'http://localhost:1820',
  ])('Origin %s is not the page at this Host', (origin) => expect(denied({ origin })).toBe(403))
  test('what another site embeds is denied', () => {
    expect(denied({ fetchSite: 'cross-site', isNavigation: false })).toBe(403)
    // Another port of this machine, another program.
    expect(denied({ fetchSite: 'same-site', isNavigation: false })).toBe(403)
  })
  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', undefined])('method %s is not answered', (method) => {
    expect(denied({ method })).toBe(405)
  })
})

describe('sockets', () => {
  test('only the page itself may open one', () => {
    expect(deniedSocket({})).toBeNull()
    expect(deniedSocket({ host: 'localhost:1820', origin: 'http://localhost:1820' })).toBeNull()
    for (const origin of [undefined, 'null', 'http://evil.example', 'http://localhost:1820'])
      expect(deniedSocket({ origin })).toBe(403)
    expect(deniedSocket({ host: 'evil.example:1820', origin: 'http://evil.example:1820' })).toBe(403)
  })
})
