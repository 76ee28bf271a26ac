/** Preloaded into a forked child: gives it the `process.parentPort` of an Electron utility process. */
import { EventEmitter } from 'node:events'

const port = new EventEmitter()
const send = process.send.bind(process)
port.postMessage = (message) => send(message)
// Like Electron's, it keeps what arrives until somebody listens.
port.once('newListener', () => process.on('message', (data) => port.emit('message', { data })))
// Electron ends its utility processes with itself.
process.on('disconnect', () => process.exit(0))
// A utility process has no channel of fork's; code that looks for it must not find it.
Object.defineProperty(process, 'send', { value: undefined })
process.parentPort = port
