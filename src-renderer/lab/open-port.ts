import type { Port } from '#contract/port.ts'

/** What the preload of Electron's window exposes, and nothing else. */
interface PreloadPort {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}
declare global {
  interface Window {
    readonly lab?: PreloadPort
  }
}

/** The one place that knows the host: Electron's preload where there is one, else a WebSocket to the server. */
export function openPort(): Promise<Port> {
  return window.lab ? Promise.resolve(windowPort(window.lab)) : webSocketPort()
}

/** The window and the lab live and die together, so this port never closes by itself. */
function windowPort(lab: PreloadPort): Port {
  return {
    post: (message) => lab.post(message),
    onMessage: (listener) => lab.onMessage(listener),
    onClose: () => undefined,
    close: () => undefined,
  }
}

/** Resolves when the socket is open; rejects when the lab does not answer. */
function webSocketPort(): Promise<Port> {
  const socket = new WebSocket(`ws://${location.host}/port`)
  let messageListener: ((message: unknown) => void) | null = null
  let closeListener: (() => void) | null = null
  socket.onmessage = (event: MessageEvent<string>) => messageListener?.(JSON.parse(event.data))
  const port: Port = {
    post: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) => void (messageListener = listener),
    onClose: (listener) => void (closeListener = listener),
    close: () => socket.close(),
  }
  return new Promise((resolve, reject) => {
    socket.onopen = () => {
      socket.onclose = () => closeListener?.()
      resolve(port)
    }
    socket.onclose = () => reject(new Error('The lab does not answer.'))
  })
}
