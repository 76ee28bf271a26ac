import type { IpcMain, IpcMainEvent, WebContents } from 'electron'
import type { Port } from '#contract/port.ts'
import { readMessage, writeMessage } from '#host/wire.ts'
import { channel } from './channel.ts'
import { isPageUrl } from './security.ts'

/** Whether a message comes from the page of the lab itself: the main frame of its window, at its own address. */
export function isOwnSender(event: Pick<IpcMainEvent, 'senderFrame' | 'sender'>, page: WebContents): boolean {
  const frame = event.senderFrame
  return (
    event.sender === page &&
    frame !== null &&
    !frame.isDestroyed() &&
    frame === page.mainFrame &&
    isPageUrl(frame.url)
  )
}

/**
 * Gives the lab a port for the page in `page`, and a new one after each reload, since the new page knows nothing
 * of what the old one watched. Messages from anywhere else are dropped unread. Returns what tells the page
 * something itself; it is lost while no page is loaded.
 */
export function connectPage(
  page: WebContents,
  ipcMain: IpcMain,
  connect: (port: Port) => void,
): (message: unknown) => void {
  let tell: (message: unknown) => void = () => undefined
  let deliver: (text: unknown) => void = () => undefined
  let endPort: () => void = () => undefined

  const openPort = (): void => {
    endPort()
    let isOpen = true
    let messageListener: (message: unknown) => void = () => undefined
    let closeListener: () => void = () => undefined
    const post = (message: unknown): void => {
      if (isOpen && !page.isDestroyed()) page.send(channel, writeMessage(message))
    }
    tell = post
    deliver = (text) => {
      const arrived = readMessage(text)
      if (arrived.kind === 'message') messageListener(arrived.message)
      else post(arrived.refusal)
    }
    endPort = () => {
      if (!isOpen) return
      isOpen = false
      deliver = () => undefined
      closeListener()
    }
    connect({
      post,
      onMessage: (listener) => (messageListener = listener),
      onClose: (listener) => (closeListener = listener),
      close: () => endPort(),
    })
  }

  const receive = (event: IpcMainEvent, text: unknown): void => {
    if (isOwnSender(event, page)) deliver(text)
  }
  ipcMain.on(channel, receive)
  page.on('did-navigate', openPort)
  page.on('render-process-gone', () => endPort())
  page.once('destroyed', () => {
    ipcMain.off(channel, receive)
    endPort()
  })
  return (message) => tell(message)
}
