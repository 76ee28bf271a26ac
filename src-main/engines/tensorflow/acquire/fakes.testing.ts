import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'

/** For tests: an executable Node program in `folder`. */
export async function fakeProgram(folder: string, name: string, source: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!${process.execPath}\n${source}`)
  await chmod(path, 0o755)
  return path
}

/** For tests: a probe entry with this source. */
export async function fakeProbe(folder: string, source: string): Promise<URL> {
  const path = join(folder, `probe-${source.length}.mjs`)
  await writeFile(path, source)
  return pathToFileURL(path)
}

export const passingProbe = `console.log('{"outcome":"passed","device":"CPU","tensorflow":"2.20.0"}')`

/** What a Python does that has pip and a wheel of TensorFlow 2.20.0. */
export const workingPython = `
const fs = require('node:fs'), path = require('node:path')
const words = process.argv.slice(2)
if (words[0] === '-c' && words[1].startsWith('import pip')) console.log(11)
else if (words[0] === '-m') {
  const wheels = words[words.indexOf('--dest') + 1]
  fs.mkdirSync(wheels, { recursive: true })
  console.log('Downloading tensorflow_cpu-2.20.0-cp311-cp311-manylinux_2_27_x86_64.whl (1.0 MB)')
  fs.writeFileSync(path.join(wheels, 'tensorflow_cpu-2.20.0-cp311-cp311-manylinux_2_27_x86_64.whl'), 'wheel')
} else {
  fs.mkdirSync(path.join(words[2], 'tensorflow', 'include'), { recursive: true })
  fs.writeFileSync(path.join(words[2], 'tensorflow', 'libtensorflow_cc.so.2'), 'library')
}`

/** A compiler that writes its output file. */
export const workingCompiler = `
const words = process.argv.slice(2)
if (!words.includes('--version')) require('node:fs').writeFileSync(words[words.indexOf('-o') + 1], 'addon')`

/** For tests: a folder that npm_config_nodedir may name. */
export async function fakeHeaders(folder: string): Promise<string> {
  const include = join(folder, 'nodedir', 'include', 'node')
  await mkdir(include, { recursive: true })
  await writeFile(join(include, 'node_api.h'), '')
  return join(folder, 'nodedir')
}

/** For tests: serves on this machine only; `close` also ends what hangs. */
export async function serve(listener: RequestListener): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export interface TarMember {
  readonly path: string
  readonly content?: string
  /** Makes it a symbolic link. */
  readonly link?: string
}

/** A .tar.gz of these members (POSIX ustar), also ones that no well-meaning program would write. */
export function tarGz(members: readonly TarMember[]): Buffer {
  const blocks = members.flatMap(({ path, content = '', link }) => {
    const header = Buffer.alloc(512)
    header.write(path, 0)
    header.write('0000644\0', 100)
    header.write('0000000\0', 108)
    header.write('0000000\0', 116)
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('00000000000\0', 136)
    header.write('        ', 148)
    header.write(link === undefined ? '0' : '2', 156)
    header.write(link ?? '', 157)
    header.write('ustar\u000000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
    body.write(content)
    return [header, body]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}
