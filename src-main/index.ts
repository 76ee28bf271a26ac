/** Entry in Electron: the lab in a window. */
import { startElectron } from '#host/electron/host.ts'

startElectron(new URL('.', import.meta.url))
