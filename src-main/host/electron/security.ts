import type { Session, WebContents, WebPreferences } from 'electron'

export const pageScheme = 'app'
export const pageHost = 'lab'
export const pageUrl = `${pageScheme}://${pageHost}/`

/** Whether an address is one of the page's own. */
export function isPageUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === `${pageScheme}:` && url.host === pageHost && url.username === '' && url.port === ''
}

/** Whether the page may fetch from this address: its own files and what it made itself. Nothing leaves the machine. */
export const isLocalRequest = (address: string): boolean =>
  isPageUrl(address) || address.startsWith(`blob:${pageUrl}`) || /^(data|devtools):/.test(address)

/** Whether a download is a chart or table that the page itself made. */
export const isOwnDownload = (address: string): boolean =>
  address.startsWith(`blob:${pageUrl}`) || address.startsWith('data:')

/** What the window's page may do: nothing but show itself and use the preload's one object. */
export const pagePreferences = (preload: string): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Its dictionaries would be downloaded.
  spellcheck: false,
})

/** Keeps any page, whichever opened it, on the page of the lab: no navigation, no new window, no embedded page. */
export function confineContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; url: string }): void => {
    if (!isPageUrl(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Denies every permission, every request that would leave the machine, and downloads that the page did not make. */
export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isLocalRequest(details.url) }))
  session.on('will-download', (event, item) => {
    if (!isOwnDownload(item.getURL())) event.preventDefault()
  })
}
