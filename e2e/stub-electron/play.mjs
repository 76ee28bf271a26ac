/** Plays what the test sends over IPC: { id, command, ... } is answered by { id, result }. */
import { calls } from './record.mjs'

const electron = () => import('./electron.mjs')
const prevented = (target, name, event, ...rest) => {
  let isPrevented = false
  target.emit(name, { ...event, preventDefault: () => (isPrevented = true) }, ...rest)
  return isPrevented
}

const commands = {
  calls: async () => calls,
  request: async ({ url, method = 'GET' }) => {
    const { stub } = await electron()
    const response = await stub.handlers.protocol({ url, method })
    const body = Buffer.from(await response.arrayBuffer())
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: body.toString(),
      base64: body.toString('base64'),
    }
  },
  contentsEvent: async ({ name, url }) => {
    const { stub } = await electron()
    return prevented(stub.windows[0].webContents, name, { url })
  },
  windowOpen: async ({ url }) => (await electron()).stub.handlers['contents.setWindowOpenHandler']({ url }),
  permissions: async () => {
    const { handlers } = (await electron()).stub
    const requested = new Promise((resolve) => {
      handlers['session.setPermissionRequestHandler']({}, 'media', resolve)
    })
    return {
      request: await requested,
      check: handlers['session.setPermissionCheckHandler']({}, 'media'),
      device: handlers['session.setDevicePermissionHandler']({}),
    }
  },
  /** What the page would be given to record; "own": its own frame. */
  displayMedia: async ({ url = 'app://lab/', userGesture = true }) => {
    const { handlers } = (await electron()).stub
    const frame = { url }
    frame.top = frame
    const request = { frame, videoRequested: true, audioRequested: false, userGesture }
    const streams = await new Promise((resolve) =>
      handlers['session.setDisplayMediaRequestHandler'](request, resolve),
    )
    return streams?.video === frame ? 'own' : streams
  },
  webRequest: async ({ url }) => {
    const { handlers } = (await electron()).stub
    return new Promise((resolve) => handlers['session.webRequest.onBeforeRequest']({ url }, resolve))
  },
  /** A message on the IPC channel: from the page, or from a frame or address that is not the page. */
  ipc: async ({ channel, text, from = 'page', url }) => {
    const { ipcMain, stub } = await electron()
    const page = stub.windows[0].webContents
    const foreignFrame = { url: url ?? 'app://lab/', isDestroyed: () => false }
    const sender = from === 'other window' ? {} : page
    const senderFrame = from === 'page' ? page.mainFrame : from === 'no frame' ? null : foreignFrame
    ipcMain.emit(channel, { sender, senderFrame }, text)
  },
  /** A document has begun in the window that the test shows. */
  navigated: async ({ url }) => {
    const { frameAt, stub } = await electron()
    const { webContents } = stub.windows[0]
    webContents.mainFrame = frameAt(url)
    webContents.emit('did-navigate', {}, url)
  },
  loaded: async () => (await electron()).stub.loaded(),
  reload: async () => (await electron()).stub.windows[0].webContents.reload(),
  secondInstance: async ({ words = [], folder = '/' }) =>
    void (await electron()).app.emit('second-instance', {}, ['lab182', ...words], folder),
  openFile: async ({ path }) => prevented((await electron()).app, 'open-file', {}, path),
  menu: async ({ label }) => {
    const items = (await electron()).stub.menu.flatMap((menu) => menu.submenu ?? [])
    items.find((item) => item.label === label).click()
  },
  closeWindow: async () => {
    const { app, stub } = await electron()
    stub.windows.splice(0).forEach((window) => {
      window.emit('close')
      window.webContents.emit('destroyed')
    })
    app.emit('window-all-closed')
  },
  quit: async () => (await electron()).app.quit(),
}

process.on('message', ({ id, command, ...more }) => {
  commands[command](more).then(
    (result) => process.send({ id, result }),
    (error) => process.send({ id, problem: String(error) }),
  )
})
process.on('disconnect', () => process.exit(1))
