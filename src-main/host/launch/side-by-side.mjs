// @ts-check
/**
 * `node side-by-side.mjs lint typecheck ...`: npm scripts beside each other, as many as there are cores, each with
 * its output in one piece when it has ended. Ends with 1 if any failed, after all have ended.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

const waiting = process.argv.slice(2)

/** @param {string} script @returns {Promise<boolean>} whether it succeeded */
function run(script) {
  return new Promise((resolve) => {
    let output = ''
    // One string and a shell: on Windows npm is a command file, which only a shell starts.
    const child = spawn(`npm run ${script}`, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text))
    child.on('error', (error) => (output += `${error.message}\n`))
    child.on('close', (code) => {
      process.stdout.write(`${output}${code === 0 ? '' : `npm run ${script} failed.\n`}`)
      resolve(code === 0)
    })
  })
}

async function lane() {
  for (let script = waiting.shift(); script !== undefined; script = waiting.shift())
    if (!(await run(script))) process.exitCode = 1
}
await Promise.all(Array.from({ length: availableParallelism() }, lane))
