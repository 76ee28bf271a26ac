import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** @typedef {{ greeting: any, pid: number | undefined, ask: (question: unknown) => Promise<any>, close: () => Promise<string>, missing?: undefined }} JsonChild */

/** What went wrong, in the words of the error. */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error))

/**
 * Starts a program that answers with one JSON object a line, and waits for its greeting. Returns `{ greeting, ask,
 * close }` (and `pid`), where `ask(question)` sends one line and waits for the next, or `{ missing }` with the reason why the
 * program did not come up. `close` waits until the program has ended.
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<JsonChild | { missing: string }>}
 */
export async function openJsonChild(program, args, env = {}) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let complaint = ''
  child.stderr.on('data', (chunk) => (complaint += chunk))
  child.stdin.on('error', () => undefined) // the end of the child is told by its missing answer
  const ended = /** @type {Promise<string>} */ (
    new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('close', () => resolve(complaint.trim().split('\n').at(-1) || 'it ended without a word'))
    })
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${program}: ${await ended}`)
    const answer = JSON.parse(value)
    if (answer.problem) throw new Error(answer.problem)
    return answer
  }
  const close = () => {
    child.stdin.end()
    return ended
  }
  try {
    const greeting = await Promise.race([
      nextLine(),
      ended.then((reason) => Promise.reject(new Error(`${program}: ${reason}`))),
    ])
    return {
      greeting,
      pid: child.pid,
      ask: (question) => {
        child.stdin.write(`${JSON.stringify(question)}\n`)
        return nextLine()
      },
      close,
    }
  } catch (error) {
    await close()
    return { missing: messageOf(error) }
  }
}
