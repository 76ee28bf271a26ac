/** Runs sandboxed before the page: gives it one port to the lab and nothing else. Built into one CommonJS file. */
import { contextBridge, ipcRenderer } from 'electron'
import { channel } from './channel.ts'

let listener: (message: unknown) => void = () => undefined
ipcRenderer.on(channel, (_event, text: string) => listener(JSON.parse(text) as unknown))

contextBridge.exposeInMainWorld('lab', {
  post: (message: unknown): void => ipcRenderer.send(channel, JSON.stringify(message)),
  onMessage: (next: (message: unknown) => void): void => {
    listener = next
  },
})
