// @ts-check
import { spawn } from 'node:child_process'
import { electronBinary, electronFolder } from './electron-binary.mjs'
import { downloadHost, fetchElectron } from './fetch-electron.mjs'
import { hasDisplay, labFailed } from './flags.mjs'

/**
 * Shows progress: rewritten in place on a terminal, a line at every tenth elsewhere. `end` ends the line.
 * @param {NodeJS.WriteStream} stream
 */
function progressOn(stream) {
  let shown = ''
  return {
    show: (/** @type {string} */ text) => {
      const tenth = /\((\d+)0 %\)/.exec(text)?.[1]
      const line = stream.isTTY ? text : tenth ? `${tenth}0 %` : ''
      if (line === '' || line === shown) return
      shown = line
      stream.write(stream.isTTY ? `\r\u001b[K  ${line}` : `  ${line}\n`)
    },
    end: () => void (stream.isTTY && shown !== '' && stream.write('\n')),
  }
}

/**
 * The path of Electron's program, fetched if need be, or the clause that says why there is none.
 * @param {string} root
 * @returns {Promise<{ path: string } | { why: string }>}
 */
async function obtainElectron(root) {
  const present = electronBinary(root, process.env)
  if (present !== null) return { path: present }
  const folder = electronFolder(root)
  if (folder === null) return { why: 'the package electron is not installed' }
  if (process.env['LAB182_NO_ELECTRON_FETCH'])
    return { why: 'Electron is not here, and LAB182_NO_ELECTRON_FETCH says not to fetch it' }
  console.log(`Electron is not here yet; fetching it from ${downloadHost(process.env)} ...`)
  const progress = progressOn(process.stdout)
  try {
    await fetchElectron(folder, progress.show)
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  } finally {
    progress.end()
  }
  const path = electronBinary(root, process.env)
  return path === null ? { why: 'Electron was fetched, but its program is missing' } : { path }
}

/**
 * Opens the lab in Electron and waits until it is closed. Resolves to its exit code, or to the clause that says
 * why no window came up.
 * @param {string} root
 * @returns {Promise<{ code: number } | { why: string }>}
 */
export async function openWindow(root) {
  if (!hasDisplay(process.platform, process.env)) return { why: 'there is no display here' }
  const electron = await obtainElectron(root)
  if ('why' in electron) return electron
  const env = { ...process.env }
  // Editors built on Electron leave this behind in their terminals; it would turn Electron into plain Node.
  delete env['ELECTRON_RUN_AS_NODE']
  const child = spawn(electron.path, [root], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env })
  let isOpen = false
  child.on('message', (message) => {
    if (message === 'window.opened') isOpen = true
  })
  // Ctrl-C reaches the window by itself; wait for it to close its runs.
  const ignore = () => undefined
  const pass = () => void child.kill('SIGTERM')
  process.on('SIGINT', ignore).on('SIGTERM', pass).on('SIGHUP', pass)
  try {
    return await new Promise((resolve) => {
      child.on('error', (error) => resolve({ why: `Electron could not be started: ${error.message}` }))
      child.on('close', (code, signal) => {
        if (isOpen || code === 0) return resolve({ code: code ?? 1 })
        if (code === labFailed) return resolve({ code: 1 })
        const ending = signal ? `signal ${signal}` : `exit code ${code}`
        resolve({ why: `Electron ended before it showed a window (${ending})` })
      })
    })
  } finally {
    process.off('SIGINT', ignore).off('SIGTERM', pass).off('SIGHUP', pass)
  }
}
