import { EventEmitter } from 'node:events'
import type { Session, WebContents } from 'electron'
import { expect, test } from 'vitest'
import { confineContents, confineSession, isLocalRequest, isOwnDownload, isPageUrl } from './security.ts'

const foreign = [
  'https://example.com/',
  'http://127.0.0.1:1820/',
  'file:///etc/passwd',
  'app://other/',
  'app://lab.evil/',
  'app://user@lab/',
  'app://lab:80/',
  'app:lab',
  'javascript:alert(1)',
  'about:blank',
  '',
]
test('only app://lab/ is the page', () => {
  for (const address of ['app://lab/', 'app://lab/assets/a.js', 'app://lab/?a#b'])
    expect(isPageUrl(address)).toBe(true)
  for (const address of foreign) expect(isPageUrl(address)).toBe(false)
})
test('requests stay on this machine; downloads are what the page made', () => {
  expect(isLocalRequest('app://lab/assets/a.js')).toBe(true)
  expect(isLocalRequest('blob:app://lab/1-2-3')).toBe(true)
  expect(isLocalRequest('blob:https://example.com/1')).toBe(false)
  expect(isLocalRequest('https://example.com/')).toBe(false)
  expect(isOwnDownload('blob:app://lab/1-2-3')).toBe(true)
  for (const address of foreign) expect(isOwnDownload(address)).toBe(false)
})

test('a page cannot leave, open a window or embed another page', () => {
  let openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof openHandler) => (openHandler = handler),
  })
  confineContents(contents as unknown as WebContents)
  const isPrevented = (name: string, url: string): boolean => {
    let prevented = false
    contents.emit(name, { url, preventDefault: () => (prevented = true) })
    return prevented
  }
  for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
    for (const address of foreign) expect(isPrevented(name, address)).toBe(true)
    expect(isPrevented(name, 'app://lab/')).toBe(false)
  }
  expect(isPrevented('will-attach-webview', 'app://lab/')).toBe(true)
  expect(openHandler({ url: 'app://lab/' })).toEqual({ action: 'deny' })
})

test('a session grants nothing and fetches nothing from elsewhere', () => {
  const handlers: Record<string, (...args: never[]) => unknown> = {}
  const keep = (name: string) => (handler: (...args: never[]) => unknown) => (handlers[name] = handler)
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    webRequest: { onBeforeRequest: keep('before') },
  })
  confineSession(session as unknown as Session)
  const call = (name: string, ...args: unknown[]): unknown => handlers[name]?.(...(args as never[]))
  let granted: unknown
  call('request', {}, 'media', (answer: boolean) => (granted = answer))
  expect(granted).toBe(false)
  expect(call('check', {}, 'clipboard-read')).toBe(false)
  expect(call('device', {})).toBe(false)
  const isCancelled = (url: string): boolean => {
    let answer = { cancel: false }
    call('before', { url }, (given: { cancel: boolean }) => (answer = given))
    return answer.cancel
  }
  expect(isCancelled('https://example.com/dictionary')).toBe(true)
  expect(isCancelled('app://lab/')).toBe(false)
  const isDownloadDenied = (url: string): boolean => {
    let denied = false
    session.emit('will-download', { preventDefault: () => (denied = true) }, { getURL: () => url })
    return denied
  }
  expect(isDownloadDenied('https://example.com/a.exe')).toBe(true)
  expect(isDownloadDenied('blob:app://lab/1')).toBe(false)
})
