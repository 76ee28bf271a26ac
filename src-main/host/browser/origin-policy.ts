/** The parts of a request that decide whether it may have come from the lab's own page. */
export interface Asked {
  readonly method: string | undefined
  readonly host: string | undefined
  readonly origin: string | undefined
  /** The Sec-Fetch-Site header, where the browser sends it. */
  readonly fetchSite: string | undefined
  /** A link followed or an address typed: Sec-Fetch-Mode is "navigate". */
  readonly isNavigation: boolean
}
export interface Denial {
  readonly status: 403 | 405
  readonly reason: string
}

/** The names of this machine to itself. Behind a forwarded port ("ssh -L") the browser knows the server by another port. */
const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(?::(\d{1,5}))?$/

/** The port by which a browser knows the server, from its Host header; null when it asked for no name of this machine. */
export function portAsked(host: string | undefined): number | null {
  const found = loopback.exec(host?.toLowerCase() ?? '')
  if (!found) return null
  const port = found[2] === undefined ? 80 : Number(found[2])
  return port <= 65535 ? port : null
}

/** The addresses that a page loaded from `host` may connect to, for its content security policy. */
export function ownSockets(host: string | undefined): readonly string[] {
  if (host === undefined || portAsked(host) === null) return []
  // A policy cannot name an IPv6 address; today's browsers count the page's own WebSocket as 'self'.
  return host.startsWith('[') ? ["'self'"] : [`ws://${host.toLowerCase()}`]
}

function hostOrOriginDenial(asked: Asked): Denial | null {
  // A name that a foreign site has pointed at 127.0.0.1 (DNS rebinding) shows in Host.
  if (asked.host === undefined || portAsked(asked.host) === null)
    return {
      status: 403,
      reason:
        'This server answers only at 127.0.0.1, localhost and [::1], at any port forwarded to it; use the ' +
        'address that the lab printed, with your own port in it if you forward one.',
    }
  // A page at another port of this machine is another program's.
  if (asked.origin !== undefined && asked.origin !== `http://${asked.host.toLowerCase()}`)
    return {
      status: 403,
      reason: 'A page of another origin sent this request; only the page of the lab may.',
    }
  return null
}

/** Why a request for a file is denied, or null. */
export function requestDenial(asked: Asked): Denial | null {
  const denial = hostOrOriginDenial(asked)
  if (denial !== null) return denial
  const { fetchSite = 'none' } = asked
  if (fetchSite !== 'same-origin' && fetchSite !== 'none' && !asked.isNavigation)
    return { status: 403, reason: 'A page of another site sent this request; only the page of the lab may.' }
  if (asked.method !== 'GET' && asked.method !== 'HEAD')
    return { status: 405, reason: 'Only GET and HEAD are answered.' }
  return null
}

/** Why a WebSocket is denied, or null. Browsers always name the origin of the page that opens one. */
export function socketDenial(asked: Asked): Denial | null {
  if (asked.origin === undefined)
    return { status: 403, reason: 'A WebSocket must name its origin; only the page of the lab may open one.' }
  return hostOrOriginDenial(asked)
}
