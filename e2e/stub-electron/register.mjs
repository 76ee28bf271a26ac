/** `node --import` this: the module name "electron" then means the stub, and nothing else changes. */
import { register } from 'node:module'

register('./resolve-electron.mjs', import.meta.url)
