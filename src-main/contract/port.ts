/**
 * The one seam between the lab and whoever shows it. Electron's window, a browser tab over a WebSocket, the
 * terminal and the tests each bring one. Messages are JSON-safe values; neither side trusts the other's.
 */
export interface Port {
  /** Throws a sentence fragment when the message cannot be sent: it is too large, or nothing that JSON can say. */
  post(message: unknown): void
  /** Called for each message that arrives, in order. One listener. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once when the other side has gone. */
  onClose(listener: () => void): void
  close(): void
}
