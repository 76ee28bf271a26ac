import { securityHeaders } from '#host/content-security.ts'
import { cacheControl, type PageFiles } from '#host/page-files.ts'
import { isPageUrl, pageScheme } from './security.ts'

/** The scheme must be registered before the app is ready; `standard` gives it an origin of its own. */
export const pagePrivileges = {
  scheme: pageScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
} as const

/** Answers a request for `app://lab/...` from the fixed list of files; anything else does not exist. */
export function answerPageRequest(request: { method: string; url: string }, files: PageFiles): Response {
  const headers = securityHeaders([])
  const plain = { ...headers, 'content-type': 'text/plain; charset=utf-8' }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response('Only GET and HEAD are answered.', { status: 405, headers: plain })
  const file = isPageUrl(request.url) ? files.get(new URL(request.url).pathname) : undefined
  if (!file) return new Response('The lab has no such page.', { status: 404, headers: plain })
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(file.body), {
    headers: { ...headers, 'content-type': file.type, 'cache-control': cacheControl(file) },
  })
}
