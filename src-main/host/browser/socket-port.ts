import type { WebSocket } from 'ws'
import { maxRequestBytes } from '#contract/messages.ts'
import type { Port } from '#contract/port.ts'
import { readMessage, writeMessage } from '#host/wire.ts'

/** Past this a message is not even read to be refused by name; the socket closes with code 1009. */
export const maxPayloadBytes = 16 * maxRequestBytes
/** A tab that leaves so much unread has stalled; it may reconnect and watch again from where it was. */
const maxBufferedBytes = 64 * 2 ** 20
const pingEveryMs = 30_000

/** A port over one WebSocket. A message that is no JSON is refused; one that is too large closes the socket too. */
export function socketPort(socket: WebSocket): Port {
  let messageListener: (message: unknown) => void = () => undefined
  let closeListener: () => void = () => undefined
  const post = (message: unknown): void => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > maxBufferedBytes) return socket.terminate()
    socket.send(writeMessage(message))
  }
  socket.on('message', (data, isBinary) => {
    const arrived = readMessage(isBinary ? data : String(data))
    if (arrived.kind === 'message') return messageListener(arrived.message)
    post(arrived.refusal)
    if (arrived.isTooLarge) socket.close(1009, 'message too large')
  })

  // A laptop that sleeps or a browser that is killed may never close its end.
  let isAlive = true
  const heartbeat = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, pingEveryMs)
  socket.on('pong', () => (isAlive = true))
  socket.on('error', () => socket.terminate())
  socket.once('close', () => {
    clearInterval(heartbeat)
    closeListener()
  })
  return {
    post,
    onMessage: (listener) => (messageListener = listener),
    onClose: (listener) => (closeListener = listener),
    close: () => socket.close(1001, 'the lab closes'),
  }
}
