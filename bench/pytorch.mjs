import { fileURLToPath } from 'node:url'
import { openJsonChild } from './json-child.mjs'

/** What to tell a user who has no torch. */
export const withoutPyTorch = (reason) =>
  `No comparison with PyTorch: ${reason}. Install torch for Python 3 and name that interpreter: PYTHON=/path/to/python npm run bench`

/**
 * Starts one of the scripts of bench/pytorch with this many threads. Returns `{ name, ask, close }`, or
 * `{ missing }` with the reason where Python or torch is missing.
 * @param {string} script
 * @param {number} threads
 * @returns {Promise<(import('./json-child.mjs').JsonChild & { name: string }) | { missing: string }>}
 */
export async function openPyTorch(script, threads) {
  const path = fileURLToPath(new URL(`./pytorch/${script}`, import.meta.url))
  const count = String(threads)
  const child = await openJsonChild(process.env.PYTHON ?? 'python3', [path, count], {
    OMP_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
  })
  if (child.missing !== undefined) return child
  return { ...child, name: `PyTorch ${child.greeting.torch} eager, ${inThreads(child.greeting.threads)}` }
}

const inThreads = (count) => `${count} ${count === 1 ? 'thread' : 'threads'}`
