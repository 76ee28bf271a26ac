/** A headless Chromium that prints: its own data folder, no network, spoken to over a pipe and ended afterwards. */
import { spawn, type ChildProcess } from 'node:child_process'
import { rm } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { z } from 'zod'
import { temporaryFolder } from '#host/temporary-folder.ts'
import type { Printer, Printing } from '#worksheet/printer.ts'
import { printerOn, type DevTools } from './devtools.ts'
import { findChromium } from './find-chromium.ts'

/** Milliseconds in which a command must be answered; a hundred pages take a few seconds. */
const patience = 120_000
const ends = '\0'

const noBrowser =
  'There is no Chromium on this machine to make the PDF and PNG files with: install Chromium, Google Chrome or Microsoft Edge, or name one with CHROME_PATH.'

const answerSchema = z.object({
  id: z.int(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** The DevTools protocol over the pipes 3 and 4 of a browser: JSON, a zero byte behind each message. */
function overPipe(child: ChildProcess): {
  send(message: object): Promise<unknown>
  fail(error: Error): void
} {
  const [, , , input, output] = child.stdio as [null, null, null, Writable, Readable]
  const waiting = new Map<number, Waiting>()
  let last = 0
  let rest = ''
  output.setEncoding('utf8')
  output.on('data', (text: string) => {
    if (!text.includes(ends)) {
      rest += text // a PDF comes in many pieces
      return
    }
    const messages = (rest + text).split(ends)
    rest = messages.pop() ?? ''
    for (const message of messages) {
      const answer = answerSchema.safeParse(jsonOf(message))
      if (!answer.success) continue // an event
      const { id, result, error } = answer.data
      if (error) waiting.get(id)?.reject(new Error(error.message))
      else waiting.get(id)?.resolve(result)
      waiting.delete(id)
    }
  })
  let failure: Error | null = null
  const fail = (error: Error): void => {
    failure ??= error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  // A browser that ends breaks its pipes; its end says why.
  for (const stream of [input, output]) stream.on('error', () => undefined)
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure)
        const id = ++last
        const late = setTimeout(() => reject(new Error('it did not answer in two minutes')), patience)
        waiting.set(id, {
          resolve: (result) => {
            clearTimeout(late)
            resolve(result)
          },
          reject: (error) => {
            clearTimeout(late)
            reject(error)
          },
        })
        input.write(`${JSON.stringify({ id, ...message })}${ends}`)
      }),
    fail,
  }
}

/** Null where a program that is no browser writes something else. */
function jsonOf(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return null
  }
}

/** The last complaint of a browser, without the process and the place in its source that it begins with. */
function reasonIn(words: string): string {
  const line =
    words
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^\[[^\]]*\] */, '')
      .replace(/\.$/, '') ?? ''
  return line === '' ? '' : `: ${line}`
}

const inWords = (program: string, error: unknown): Error =>
  new Error(`${program} could not print: ${error instanceof Error ? error.message : String(error)}.`)

const removed = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)

/** Starts a browser and opens an empty page in it. Rejects with a sentence; nothing is left behind then. */
export async function openChromium(program: string): Promise<Printer> {
  const folder = await temporaryFolder('print')
  try {
    return await openIn(folder, program)
  } catch (error) {
    await removed(folder)
    throw inWords(program, error)
  }
}

async function openIn(folder: string, program: string): Promise<Printer> {
  // It may throw: no more processes or memory, or a name that is none.
  const child = spawn(
    program,
    [
      '--headless',
      '--remote-debugging-pipe',
      `--user-data-dir=${folder}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-extensions',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-gpu',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      // A container without user namespaces, as the tests run in, cannot have the sandbox.
      ...(process.env['LAB182_CHROMIUM_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : []),
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  )
  const pipe = overPipe(child)
  let lastWords = ''
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => (lastWords = (lastWords + text).slice(-2000)))
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      pipe.fail(error)
      resolve()
    })
    child.once('close', (code, signal) => {
      pipe.fail(new Error(`it ended (${signal ?? `exit code ${code}`})${reasonIn(lastWords)}`))
      resolve()
    })
  })
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    // A helper of the browser may outlive it and hold the pipe, or a file of the profile: what is printed is printed.
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000).unref())])
    await removed(folder)
  }
  try {
    const targetSchema = z.object({ targetId: z.string() })
    const sessionSchema = z.object({ sessionId: z.string() })
    const { targetId } = targetSchema.parse(
      await pipe.send({ method: 'Target.createTarget', params: { url: 'about:blank' } }),
    )
    const { sessionId } = sessionSchema.parse(
      await pipe.send({ method: 'Target.attachToTarget', params: { targetId, flatten: true } }),
    )
    const devtools: DevTools = {
      send: (method, params) =>
        pipe.send({ method, params, sessionId }).catch((error: unknown) => {
          throw inWords(program, error)
        }),
    }
    return printerOn(devtools, close)
  } catch (error) {
    await close()
    throw error
  }
}

/** Printing by a Chromium of this machine, as the browser session and the terminal do it. */
export const chromiumPrinting: Printing = {
  problem: () => (findChromium() === null ? noBrowser : null),
  open: () => {
    const program = findChromium()
    return program === null ? Promise.reject(new Error(noBrowser)) : openChromium(program)
  },
}
