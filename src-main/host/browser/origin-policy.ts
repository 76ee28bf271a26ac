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

const ownHosts = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`]

/** The addresses that the page may connect to, for its content security policy. */
export const ownSockets = (port: number): readonly string[] => ownHosts(port).map((host) => `ws://${host}`)

function hostOrOriginDenial(asked: Asked, port: number): Denial | null {
  // A name that a foreign site has pointed at 127.0.0.1 (DNS rebinding) shows in Host.
  if (asked.host === undefined || !ownHosts(port).includes(asked.host.toLowerCase()))
    return { status: 403, reason: 'This server answers only at 127.0.0.1 and localhost.' }
  if (asked.origin !== undefined && asked.origin !== `http://${asked.host.toLowerCase()}`)
    return { status: 403, reason: 'A page of another origin asked; only the page of the lab may.' }
  return null
}

/** Why a request for a file is denied, or null. `port` is the port of this server. */
export function requestDenial(asked: Asked, port: number): Denial | null {
  const denial = hostOrOriginDenial(asked, port)
  if (denial !== null) return denial
  if (asked.fetchSite === 'cross-site' && !asked.isNavigation)
    return { status: 403, reason: 'A page of another site asked; only the page of the lab may.' }
  if (asked.method !== 'GET' && asked.method !== 'HEAD')
    return { status: 405, reason: 'Only GET and HEAD are answered.' }
  return null
}

/** Why a WebSocket is denied, or null. Browsers always name the origin of the page that opens one. */
export function socketDenial(asked: Asked, port: number): Denial | null {
  if (asked.origin === undefined)
    return { status: 403, reason: 'A WebSocket must name its origin; only the page of the lab may open one.' }
  return hostOrOriginDenial(asked, port)
}
