import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/**
 * Starts the PyTorch side and waits for its greeting. Returns null, with the reason, where Python or torch is
 * missing; else `ask(trainings)`, which times one case there.
 */
export async function openPyTorch() {
  const python = process.env.PYTHON ?? 'python3'
  const script = fileURLToPath(new URL('./pytorch/p1.py', import.meta.url))
  const child = spawn(python, [script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  })
  let complaint = ''
  child.stderr.on('data', (chunk) => (complaint += chunk))
  child.stdin.on('error', () => undefined) // the end of the child is told by its missing answer
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', () => resolve(complaint.trim().split('\n').at(-1) || 'it ended without a word'))
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${python}: ${await ended}`)
    return JSON.parse(value)
  }
  try {
    const { torch, threads } = await Promise.race([
      nextLine(),
      ended.then((reason) => Promise.reject(new Error(`${python}: ${reason}`))),
    ])
    return {
      name: `PyTorch ${torch} eager, ${threads} thread`,
      ask: (trainings) => {
        child.stdin.write(`${JSON.stringify(trainings)}\n`)
        return nextLine()
      },
      close: () => child.stdin.end(),
    }
  } catch (error) {
    return { missing: error.message }
  }
}
