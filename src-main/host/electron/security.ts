import type { Session, Streams, WebContents, WebFrameMain, WebPreferences } from 'electron'

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

/** What a page is asked about when it wants a permission. */
interface PermissionDetails {
  readonly isMainFrame: boolean
  readonly requestingUrl?: string
  /** Of a request. */
  readonly mediaTypes?: readonly ('video' | 'audio')[]
  /** Of a check. */
  readonly mediaType?: 'video' | 'audio' | 'unknown'
}

/** Whether the page may have this: its own picture, to record it, and a microphone where one was chosen; nothing else. */
export function isForRecording(permission: string, details: PermissionDetails | undefined): boolean {
  if (!details?.isMainFrame || !isPageUrl(details.requestingUrl ?? '')) return false
  if (permission === 'display-capture') return true
  const types = details.mediaTypes ?? [details.mediaType ?? 'unknown']
  return permission === 'media' && types.length === 1 && types[0] === 'audio'
}

/** What is offered to be recorded: the lab's own page, when somebody has pressed there, and no other window or screen. */
export function ownPicture(request: {
  readonly frame: Pick<WebFrameMain, 'url' | 'top'> | null
  readonly videoRequested: boolean
  readonly audioRequested: boolean
  readonly userGesture: boolean
}): Streams | null {
  const { frame } = request
  const isOwn = frame !== null && frame.top === frame && isPageUrl(frame.url)
  if (!isOwn || !request.videoRequested || request.audioRequested || !request.userGesture) return null
  return { video: frame as WebFrameMain }
}

/** Denies every other permission, every request that would leave the machine, and downloads that the page did not make. */
export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isForRecording(permission, details)),
  )
  session.setPermissionCheckHandler((_contents, permission, _origin, details) =>
    isForRecording(permission, details),
  )
  session.setDisplayMediaRequestHandler((request, answer) => answer(ownPicture(request)))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isLocalRequest(details.url) }))
  session.on('will-download', (event, item) => {
    if (!isOwnDownload(item.getURL())) event.preventDefault()
  })
}
