import { securityHeaders } from '#host/content-security.ts'
import { cacheControl, type PageFiles } from '#host/page-files.ts'
import { notice, noticePolicy } from './notice.ts'
import { ownSockets, portAsked, requestDenial, type Asked } from './origin-policy.ts'
import { maxSockets, type Sessions } from './session.ts'

export interface PageRequest extends Asked {
  /** The request target: path and query. */
  readonly target: string
  readonly cookie: string | undefined
}
export interface PageAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | string
}

const freshAddress =
  'Press Enter in the terminal where the lab was started: it prints a fresh address, which works once. ' +
  'A tab that is open already keeps working.'

/** Why a session gets no further WebSocket, and what to do. */
export const tooManySockets = `This browser holds ${maxSockets} connections to the lab, one for each tab; close some of its tabs.`

/** What the server answers to a request. Reads nothing but its arguments; redeeming a token uses it up. */
export function answerRequest(request: PageRequest, sessions: Sessions, files: PageFiles): PageAnswer {
  const base = { ...securityHeaders(ownSockets(request.host)), 'cache-control': 'no-store' }
  const say = (
    status: number,
    title: string,
    text: string,
    more: Record<string, string> = {},
  ): PageAnswer => ({
    status,
    headers: {
      ...base,
      'content-security-policy': noticePolicy,
      'content-type': 'text/html; charset=utf-8',
      ...more,
    },
    body: notice(title, text),
  })
  const moveToPage = (more: Record<string, string> = {}): PageAnswer => ({
    status: 303,
    headers: { ...base, location: '/', ...more },
    body: '',
  })

  const denial = requestDenial(request)
  if (denial?.status === 405)
    return say(405, 'Not allowed', denial.reason, { allow: 'GET, HEAD', connection: 'close' })
  if (denial !== null) return say(denial.status, 'Not allowed', denial.reason)

  const own = 'http://127.0.0.1'
  const port = portAsked(request.host) ?? 0
  const url = new URL(URL.canParse(request.target, own) ? request.target : '/not-found', own)
  const token = url.pathname === '/' ? url.searchParams.get('token') : null
  const session = sessions.find(request.cookie, port)
  if (token !== null && session) return moveToPage()
  if (token !== null) {
    const cookie = request.method === 'GET' ? sessions.redeem(token, port) : null
    const isFromElsewhere = request.fetchSite !== 'none' && request.fetchSite !== 'same-origin'
    // A browser sent here by another page (the file on disk that opens the lab) does not show a strict cookie on a
    // redirect; it does on a way that begins here.
    if (cookie !== null && isFromElsewhere)
      return say(200, 'Lab 182', 'The lab opens.', { 'set-cookie': cookie, refresh: '0; url=/' })
    if (cookie !== null) return moveToPage({ 'set-cookie': cookie })
    return say(
      403,
      'This address cannot be used',
      `It was used already, or it is incomplete. ${freshAddress}`,
    )
  }
  if (!session) return say(403, 'This browser does not know the lab yet', freshAddress)
  if (url.pathname === '/' && session.sockets >= maxSockets)
    return say(503, 'Too many tabs', `${tooManySockets} Then load this page again.`)

  const file = files.get(url.pathname)
  if (!file) return say(404, 'Not found', 'The lab has no such page.')
  return {
    status: 200,
    headers: { ...base, 'content-type': file.type, 'cache-control': cacheControl(file) },
    body: file.body,
  }
}
