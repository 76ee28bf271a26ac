import { EventEmitter } from 'node:events'
import type { Session, WebContents } from 'electron'
import { expect, test } from 'vitest'
import {
  confineContents,
  confineSession,
  isForRecording,
  isLocalRequest,
  isOwnDownload,
  isPageUrl,
  ownPicture,
} from './security.ts'

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

test('only the page itself may record its picture, and a microphone; never a camera', () => {
  const own = { isMainFrame: true, requestingUrl: 'app://lab/' }
  expect(isForRecording('display-capture', own)).toBe(true)
  expect(isForRecording('media', { ...own, mediaTypes: ['audio'] })).toBe(true)
  expect(isForRecording('media', { ...own, mediaType: 'audio' })).toBe(true)
  for (const mediaTypes of [['video'], ['audio', 'video'], []] as const)
    expect(isForRecording('media', { ...own, mediaTypes })).toBe(false)
  for (const permission of ['media', 'geolocation', 'fileSystem'])
    expect(isForRecording(permission, own)).toBe(false)
  for (const requestingUrl of foreign)
    expect(isForRecording('display-capture', { isMainFrame: true, requestingUrl })).toBe(false)
  expect(isForRecording('display-capture', { ...own, isMainFrame: false })).toBe(false)
  expect(isForRecording('display-capture', undefined)).toBe(false)
})

test('what is offered to a recording is the frame that asks, and only the lab’s own', () => {
  const frameAt = (url: string) => {
    const frame = { url, top: null as unknown }
    frame.top = frame
    return frame as Parameters<typeof ownPicture>[0]['frame']
  }
  const asked = {
    frame: frameAt('app://lab/'),
    videoRequested: true,
    audioRequested: false,
    userGesture: true,
  }
  expect(ownPicture(asked)).toEqual({ video: asked.frame })
  expect(ownPicture({ ...asked, frame: null })).toBeNull()
  expect(
    ownPicture({ ...asked, frame: { url: 'app://lab/', top: frameAt('app://lab/') } as typeof asked.frame }),
  ).toBeNull()
  for (const address of foreign) expect(ownPicture({ ...asked, frame: frameAt(address) })).toBeNull()
  for (const other of [{ videoRequested: false }, { audioRequested: true }, { userGesture: false }])
    expect(ownPicture({ ...asked, ...other })).toBeNull()
})

test('a session grants nothing else and fetches nothing from elsewhere', () => {
  const handlers: Record<string, (...args: never[]) => unknown> = {}
  const keep = (name: string) => (handler: (...args: never[]) => unknown) => (handlers[name] = handler)
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
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
