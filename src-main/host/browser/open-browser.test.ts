import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openBrowser } from './open-browser.ts'
import { startPageServer } from './server.ts'

let place = ''
beforeEach(() => (place = mkdtempSync(join(tmpdir(), 'lab182-place-'))))
afterEach(() => rmSync(place, { recursive: true, force: true }))
const address = 'http://127.0.0.1:1820/?token=c2VjcmV0'
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)
const heard = { on: () => undefined }

test('the program that opens the browser sees no token, in its arguments or its environment', async () => {
  let seen = ''
  const file = await openBrowser(
    address,
    async (path) => {
      const child = spawn('sh', ['-c', 'cat /proc/$$/cmdline /proc/$$/environ', 'sh', path])
      child.stdout.on('data', (data: Buffer) => (seen += data.toString()))
      await once(child, 'close')
      return child
    },
    [place],
  )
  expect(seen).toContain(file.path)
  expect(seen).not.toContain('c2VjcmV0')
  file.remove()
})
test('the file is its owner’s alone, leads to the address, and goes when it is removed', async () => {
  const file = await openBrowser(address, () => Promise.resolve(heard), [join(place, 'missing'), place])
  expect([mode(file.path), mode(dirname(file.path))]).toEqual(['600', '700'])
  const text = readFileSync(file.path, 'utf8')
  expect(text).toContain(`http-equiv="refresh" content="0; url=${address}"`)
  expect(text).toContain('name="referrer" content="no-referrer"')
  expect(text).not.toContain('<script')
  file.remove()
  file.remove()
  expect(readdirSync(place)).toEqual([])
})
test('nothing is left where no browser can be started, nor of a lab that was killed', async () => {
  const old = join(place, 'lab182-open-old')
  mkdirSync(old)
  utimesSync(old, 1, 1)
  await expect(openBrowser(address, () => Promise.reject(new Error('none')), [place])).rejects.toThrow('none')
  expect(readdirSync(place)).toEqual([])
})
test('the server says when somebody has entered, and the file goes', async () => {
  let entered: () => void = () => undefined
  const server = await startPageServer({
    files: new Map(),
    port: 0,
    connect: () => undefined,
    onEntered: () => entered(),
  })
  const file = await openBrowser(server.address(), () => Promise.resolve(heard), [place])
  entered = () => file.remove()
  const found = /url=([^"]+)"/.exec(readFileSync(file.path, 'utf8'))?.[1] ?? ''
  await fetch(`${found}x`)
  expect(existsSync(file.path)).toBe(true)
  await fetch(found)
  expect(existsSync(file.path)).toBe(false)
  await server.close()
})
