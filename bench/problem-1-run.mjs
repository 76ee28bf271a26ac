/**
 * Problem 1 at the homework's settings, ours beside PyTorch eager, one thread each. Rounds alternate between the
 * two, so that whatever else the machine does meets both; medians are shown. ROUNDS: the number of rounds (7 by
 * default; three times as many for the short cases).
 */
import { pathToFileURL } from 'node:url'
import { buildEntry } from './build-entry.mjs'
import { median } from './medians.mjs'
import { openPyTorch, withoutPyTorch } from './pytorch.mjs'

const inMs = (seconds) => `${(seconds * 1000).toPrecision(4)} ms`
const inWeights = (weights) => weights.map(([w1, w2]) => `(${w1.toFixed(3)}, ${w2.toFixed(3)})`).join(' ')

/** Prints the times of every case. */
export async function runProblem1() {
  const rounds = Number(process.env.ROUNDS ?? 7)
  const { cases, runOurs } = await import(pathToFileURL(await buildEntry('problem-1')).href)
  const torch = await openPyTorch('p1.py', 1)
  if (torch.missing !== undefined) console.log(withoutPyTorch(torch.missing))
  else console.log(`beside ${torch.name}`)

  for (const one of cases) {
    const updates = one.trainings.reduce((sum, training) => sum + training.iterations, 0)
    const first = runOurs(one, 0)
    if (torch.missing === undefined)
      await torch.ask(one.trainings.map((training) => ({ ...training, iterations: 200 })))
    const ours = []
    const theirs = []
    const count = updates <= 2000 ? 3 * rounds : rounds
    for (let round = 1; round <= count; round++) {
      ours.push(runOurs(one, round))
      if (torch.missing === undefined) theirs.push(await torch.ask(one.trainings))
    }
    const oursSeconds = median(ours.map((run) => run.seconds))
    console.log(
      `\n${one.part}: ${one.trainings.length} training(s), ${updates} updates, batch ${one.params.batchSize}; medians of ${count} rounds`,
    )
    console.log(
      `  ours     ${inMs(oursSeconds)} (first, cold run ${inMs(first.seconds)})   ${inWeights(ours[0].weights)}`,
    )
    if (torch.missing !== undefined) continue
    const theirSeconds = median(theirs.map((run) => run.seconds))
    console.log(`  PyTorch  ${inMs(theirSeconds)}   ${inWeights(theirs[0].weights)}`)
    console.log(
      `  ours is ${(theirSeconds / oursSeconds).toFixed(0)} times as fast (cold: ${(theirSeconds / first.seconds).toFixed(0)})`,
    )
  }
  if (torch.missing === undefined) await torch.close()
}
