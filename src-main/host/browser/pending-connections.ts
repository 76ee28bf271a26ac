import type { Socket } from 'node:net'

/**
 * Connections that have not shown a session yet: so many, and the oldest makes room for a new one. Whoever opens a
 * thousand of them and says nothing thus keeps neither a browser out nor files from the runs.
 */
export class PendingConnections {
  readonly #most: number
  /** In the order of their arrival. */
  readonly #sockets = new Set<Socket>()

  constructor(most: number) {
    this.#most = most
  }

  add(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    if (this.#sockets.size <= this.#most) return
    const [oldest] = this.#sockets
    if (!oldest) return
    this.#sockets.delete(oldest)
    oldest.destroy()
  }

  /** It has shown a session: it no longer counts. */
  admit(socket: Socket): void {
    this.#sockets.delete(socket)
  }
}
