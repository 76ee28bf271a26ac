/**
 * `npm run bench`: problem 1 at the homework's settings, ours beside PyTorch eager, one thread each. Rounds
 * alternate between the two, so that whatever else the machine does meets both; medians are shown.
 * PYTHON names the interpreter (python3 by default); ROUNDS the number of rounds (7 by default; three times as many
 * for the short cases).
 */
import { cpus } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { openPyTorch } from './pytorch.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const rounds = Number(process.env.ROUNDS ?? 7)

/** Built, not loaded as a module graph: what is timed is what the lab ships. */
async function loadProblem1() {
  const outDir = `${root}/out/bench`
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { ssr: 'bench/problem-1.mjs', outDir, emptyOutDir: true, target: 'node20' },
  })
  return import(pathToFileURL(`${outDir}/problem-1.js`).href)
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

const inMs = (seconds) => `${(seconds * 1000).toPrecision(4)} ms`
const inWeights = (weights) => weights.map(([w1, w2]) => `(${w1.toFixed(3)}, ${w2.toFixed(3)})`).join(' ')

const { cases, runOurs } = await loadProblem1()
const torch = await openPyTorch()
console.log(`Node ${process.version} on ${cpus()[0]?.model ?? 'an unknown processor'}`)
if (torch.missing)
  console.log(
    `No comparison with PyTorch: ${torch.missing}. Install torch for Python 3 and name that interpreter: PYTHON=/path/to/python npm run bench`,
  )
else console.log(`beside ${torch.name}`)

for (const one of cases) {
  const updates = one.trainings.reduce((sum, training) => sum + training.iterations, 0)
  const first = runOurs(one, 0)
  if (!torch.missing) await torch.ask(one.trainings.map((training) => ({ ...training, iterations: 200 })))
  const ours = []
  const theirs = []
  const count = updates <= 2000 ? 3 * rounds : rounds
  for (let round = 1; round <= count; round++) {
    ours.push(runOurs(one, round))
    if (!torch.missing) theirs.push(await torch.ask(one.trainings))
  }
  const oursSeconds = median(ours.map((run) => run.seconds))
  console.log(
    `\n${one.part}: ${one.trainings.length} training(s), ${updates} updates, batch ${one.params.batchSize}; medians of ${count} rounds`,
  )
  console.log(
    `  ours     ${inMs(oursSeconds)} (first, cold run ${inMs(first.seconds)})   ${inWeights(ours[0].weights)}`,
  )
  if (torch.missing) continue
  const theirSeconds = median(theirs.map((run) => run.seconds))
  console.log(`  PyTorch  ${inMs(theirSeconds)}   ${inWeights(theirs[0].weights)}`)
  console.log(
    `  ours is ${(theirSeconds / oursSeconds).toFixed(0)} times as fast (cold: ${(theirSeconds / first.seconds).toFixed(0)})`,
  )
}
torch.close?.()
