/**
 * Hostile messages against the built lab, served as `npm start` serves it: nesting of thousands and of a million
 * brackets, numbers that are none, keys of prototypes, wrong types. Not a timing: it throws unless every message is
 * answered and the lab then still does what it is asked. MESSAGES: how many (120 000); SEED: of the generator.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { WebSocket } from 'ws'
import { buildEntry } from './build-entry.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Messages sent before their answers are waited for. */
const atOnce = 500
/** Every so many batches comes a message too large to be read, which costs its socket. */
const closingEvery = 20

async function startLab(home) {
  const child = spawn(process.execPath, ['out/main/serve.js', '--no-open', '--port', '0'], {
    cwd: root,
    env: { ...process.env, LAB182_HOME: home },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`The lab ended (${signal ?? `code ${code}`}).`)
  })
  ended.catch(() => undefined) // looked at in every race below
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/\S+/.exec(line)?.[0]
    if (address) return { child, address, ended }
  }
  return ended
}

async function openSocket(origin, cookie) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/port`, { headers: { cookie }, origin })
  await once(socket, 'open')
  return socket
}

/** Sends texts and gives back one answer for each. */
function exchange(socket, texts) {
  const answers = []
  return new Promise((resolve, reject) => {
    const hear = (data) => {
      const answer = JSON.parse(String(data))
      if (answer.type !== 'reply' && answer.type !== 'refusal') return // an event
      answers.push(answer)
      if (answers.length < texts.length) return
      socket.off('message', hear)
      resolve(answers)
    }
    socket.on('message', hear)
    // Once the answers are all here this does nothing.
    socket
      .setMaxListeners(0)
      .once('close', (code) => reject(new Error(`The lab closed the socket with code ${code}.`)))
    for (const text of texts) socket.send(text)
  })
}

/** Prints how many messages were answered, and throws when one was not or the lab came to harm. */
export async function runHostile() {
  const count = Number(process.env.MESSAGES ?? 120_000)
  const seed = Number(process.env.SEED ?? 182)
  const { hostileMessages } = await import(pathToFileURL(await buildEntry('hostile')).href)
  const source = hostileMessages(seed)
  const home = await mkdtemp(join(tmpdir(), 'lab182-hostile-'))
  const { child, address, ended } = await startLab(home)
  const lives = (work) => Promise.race([work, ended])
  try {
    const { origin } = new URL(address)
    const entry = await fetch(address, { redirect: 'manual' })
    const cookie = entry.headers.get('set-cookie')?.split(';')[0] ?? ''
    const startedAt = performance.now()
    let socket = await lives(openSocket(origin, cookie))
    let [sent, refused, closed] = [0, 0, 0]
    for (let batch = 1; sent < count; batch++) {
      const texts = Array.from({ length: Math.min(atOnce, count - sent) }, () => source.next().value)
      const answers = await lives(exchange(socket, texts))
      sent += texts.length
      refused += answers.filter(({ type }) => type === 'refusal').length
      if (batch % closingEvery !== 0) continue
      const over = once(socket, 'close')
      socket.send('['.repeat(1_000_000) + ']'.repeat(1_000_000))
      await lives(over)
      closed++
      socket = await lives(openSocket(origin, cookie))
    }
    const seconds = (performance.now() - startedAt) / 1000
    const list = { id: 1, type: 'run.list', filter: {}, from: 0, limit: 50 }
    const [listed] = await lives(exchange(socket, [JSON.stringify(list)]))
    if (listed.result?.total !== 0) throw new Error(`Runs came to be: ${JSON.stringify(listed)}`)
    const request = { part: '1d', slot: 'main', params: {}, seed: 1, engine: 'auto' }
    const start = { id: 2, type: 'run.start', request, stepsPerSecond: null, isPaused: false }
    const [run] = await lives(exchange(socket, [JSON.stringify(start)]))
    if (run.type !== 'reply') throw new Error(`A run is refused: ${run.refusal.message}`)
    console.log(
      `hostile messages: ${sent} sent (seed ${seed}), ${sent} answered, ${refused} of them refused; ` +
        `${closed} of 2 000 000 bytes each cost their socket; ${seconds.toFixed(1)} s; then a run started`,
    )
    socket.close()
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(home, { recursive: true, force: true })
  }
}
