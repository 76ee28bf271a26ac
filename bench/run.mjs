/**
 * `npm run bench`: the figures of the README. `npm run bench -- problem-1` or `-- networks` for one half.
 * PYTHON names the interpreter with torch (python3 by default).
 */
import { cpus } from 'node:os'
import { runNetworks } from './networks-run.mjs'
import { runProblem1 } from './problem-1-run.mjs'

const halves = { 'problem-1': runProblem1, networks: runNetworks }
const asked = process.argv.slice(2)
const unknown = asked.find((name) => !(name in halves))
if (unknown) {
  console.error(`There is no bench "${unknown}"; there are ${Object.keys(halves).join(' and ')}.`)
  process.exit(2)
}
console.log(
  `Node ${process.version} on ${cpus()[0]?.model ?? 'an unknown processor'}, ${cpus().length} cores`,
)
for (const name of asked.length > 0 ? asked : Object.keys(halves)) await halves[name]()
