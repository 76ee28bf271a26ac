/**
 * `npm run bench`: the figures of the README. `npm run bench -- problem-1`, say, for one of them.
 * PYTHON names the interpreter with torch (python3 by default).
 */
import { cpus } from 'node:os'
import { runAnswers } from './answers-run.mjs'
import { runCourseSeed } from './course-seed-run.mjs'
import { runKills } from './kill-runs.mjs'
import { runGpu } from './gpu-run.mjs'
import { runHostile } from './hostile-run.mjs'
import { runManyRuns } from './many-runs-run.mjs'
import { runMemory } from './memory-run.mjs'
import { runNetworks } from './networks-run.mjs'
import { runOrphans } from './orphans.mjs'
import { runProblem1 } from './problem-1-run.mjs'
import { runProblem4 } from './problem-4-run.mjs'
import { runProblem4Spread } from './problem-4-spread-run.mjs'
import { runRecording } from './recording-run.mjs'
import { runWholeKills } from './whole-kills.mjs'
import { runWorksheetKills } from './worksheet-kills.mjs'

const benches = { 'problem-1': runProblem1, networks: runNetworks, 'problem-4': runProblem4 }
/** Not timings, and only on request. */
const checks = {
  'course-seed': runCourseSeed,
  answers: runAnswers,
  'problem-4-spread': runProblem4Spread,
  kills: runKills,
  'worksheet-kills': runWorksheetKills,
  'whole-kills': runWholeKills,
  hostile: runHostile,
  orphans: runOrphans,
  'many-runs': runManyRuns,
  memory: runMemory,
  recording: runRecording,
  gpu: runGpu,
}
const known = { ...benches, ...checks }
const args = process.argv.slice(2)
/** Only the bench of GPUs has arguments of its own: all that follow its name. */
const end = args.indexOf('gpu')
const asked = end < 0 ? args : args.slice(0, end + 1)
const unknown = asked.find((name) => !(name in known))
if (unknown) {
  console.error(`There is no bench "${unknown}"; there are ${Object.keys(known).join(', ')}.`)
  process.exit(2)
}
console.log(
  `Node ${process.version} on ${cpus()[0]?.model ?? 'an unknown processor'}, ${cpus().length} cores`,
)
for (const name of asked.length > 0 ? asked : Object.keys(benches))
  await known[name](args.slice(asked.length))
