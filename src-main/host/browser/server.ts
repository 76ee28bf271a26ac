import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Port } from '#contract/port.ts'
import type { PageFiles } from '#host/page-files.ts'
import { answerRequest, tooManySockets } from './answer.ts'
import { PendingConnections } from './pending-connections.ts'
import { portAsked, socketDenial, type Asked } from './origin-policy.ts'
import { maxSockets, Sessions, type Session } from './session.ts'
import { maxPayloadBytes, socketPort } from './socket-port.ts'

export interface PageServer {
  readonly port: number
  /** A fresh address with a one-time token; the one before stops working. */
  address(): string
  close(): Promise<void>
}
export interface PageServerOptions {
  readonly files: PageFiles
  /** Port to listen on; 0: any free one; null: the usual one, or any if that is taken. */
  readonly port: number | null
  readonly connect: (port: Port) => void
  /** Milliseconds in which a connection must have said what it wants; 10 000 unless given. */
  readonly patience?: number
  /** Called when somebody has entered by the one-time address. */
  readonly onEntered?: () => void
}

const loopback = '127.0.0.1'
/** Connections of all kinds together: far below the files a process may open, which the runs need too. */
const maxConnections = 512
/** Of these, such as have not shown a session: a browser without one needs six. */
const maxPending = 64
export const usualPort = 1820

const asked = ({ method, headers }: IncomingMessage): Asked => ({
  method,
  host: headers.host,
  origin: headers.origin,
  fetchSite: headers['sec-fetch-site'] as string | undefined,
  isNavigation: headers['sec-fetch-mode'] === 'navigate',
})

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, loopback, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

async function listenSomewhere(server: Server, port: number | null): Promise<number> {
  try {
    return await listen(server, port ?? usualPort)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    if (port === null) return listen(server, 0)
    const why = code === 'EACCES' ? 'may not be used by you' : 'is taken by another program'
    throw new Error(`Port ${port} ${why}; name another one with --port, or leave it out.`, { cause: error })
  }
}

function denySocket(socket: Duplex, status: string, reason: string): void {
  const body = `${reason}\n`
  const head = [`HTTP/1.1 ${status}`, 'Content-Type: text/plain; charset=utf-8', 'Connection: close']
  // Destroyed once it is written: whoever was denied may never close its own end.
  socket.end([...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'), () =>
    socket.destroy(),
  )
}

/**
 * Serves the page and its ports on 127.0.0.1 to whoever holds the printed address. Rejects when it cannot
 * listen. The lab behind `connect` is closed by its owner, not here.
 */
export async function startPageServer({
  files,
  port: wanted,
  connect,
  patience = 10_000,
  onEntered,
}: PageServerOptions): Promise<PageServer> {
  const server = createServer({
    headersTimeout: patience,
    requestTimeout: patience,
    keepAliveTimeout: patience / 2,
    connectionsCheckingInterval: patience / 4,
  })
  server.maxConnections = maxConnections
  const pending = new PendingConnections(maxPending)
  server.on('connection', (socket) => pending.add(socket))
  const port = await listenSomewhere(server, wanted)
  // A connection that cannot be accepted, for want of files say, costs that connection only.
  server.on('error', () => undefined)
  const sessions = new Sessions(onEntered)
  const sessionOf = ({ headers }: IncomingMessage): Session | null =>
    sessions.find(headers.cookie, portAsked(headers.host) ?? 0)

  server.on('request', (request, response) => {
    if (sessionOf(request) !== null) pending.admit(request.socket)
    const page = { ...asked(request), target: request.url ?? '/', cookie: request.headers.cookie }
    const answer = answerRequest(page, sessions, files)
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-length': Buffer.byteLength(answer.body),
    })
    response.end(request.method === 'HEAD' ? undefined : answer.body)
  })

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: false,
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const denial = socketDenial(asked(request))
    if (denial !== null) return denySocket(socket, '403 Forbidden', denial.reason)
    const session = sessionOf(request)
    if (!session) return denySocket(socket, '403 Forbidden', 'This browser holds no session of the lab.')
    if (request.url !== '/port') return denySocket(socket, '404 Not Found', 'The port of the lab is /port.')
    if (session.sockets >= maxSockets) return denySocket(socket, '503 Service Unavailable', tooManySockets)
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      pending.admit(request.socket)
      session.sockets++
      accepted.once('close', () => session.sockets--)
      connect(socketPort(accepted))
    })
  })
  server.on('clientError', (_error, socket) => socket.destroy())

  return {
    port,
    address: () => `http://${loopback}:${port}/?token=${sessions.issueToken()}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.close(1001, 'the lab closes')
        server.close(() => resolve())
        server.closeAllConnections()
        // closeAllConnections does not know connections that became WebSockets.
        setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), 500).unref()
      }),
  }
}
