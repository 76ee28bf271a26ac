/**
 * Kills a lab (SIGKILL) at random moments while it starts, runs, sweeps, renames and deletes, and looks at what is left:
 * every run opens, at most a second of its samples is lost, and nothing else is left behind. KILLS: how often (50).
 * SEED: other moments. Then two labs on one home, killed in turn, each going on with the other's run: what they make of
 * it must equal an undisturbed run to the last bit.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildEntry, labChildren } from './build-entry.mjs'
import { DrivenLab } from './driven-lab.mjs'
import { withFolder } from './problem-4-run.mjs'
import { compareTwoLabs, sweep } from './two-labs.mjs'

const live = ['starting', 'running', 'paused']
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Numbers in [0, 1) that follow from the seed (Mulberry32). */
export function numbersFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What the lab does until it is killed, for at most so many milliseconds after it has answered. */
const scenarios = {
  starting: {
    within: 700,
    work: async (lab) => {
      for (;;) await lab.ended((await lab.start('1d', { iterations: 40 })).id)
    },
  },
  running: {
    within: 3000,
    work: async (lab) => {
      const { id } = await lab.start('1d', { iterations: 1_000_000 }, { stepsPerSecond: 2000 })
      await lab.watch(id)
      await lab.ended(id)
    },
  },
  sweep: {
    within: 5000,
    work: async (lab) => {
      const { id } = await lab.start(...sweep)
      await lab.watch(id)
      await lab.ended(id)
    },
  },
  renaming: {
    within: 700,
    work: async (lab) => {
      const { id } = await lab.start('1d', { iterations: 40 })
      await lab.ended(id)
      for (let round = 0; ; round++)
        await Promise.all(
          [1, 2, 3].map((name) => lab.request('run.rename', { run: id, name: `${round} ${name}` })),
        )
    },
  },
  deleting: {
    within: 1500,
    work: async (lab) => {
      for (;;) {
        const { id } = await lab.start('1d', { iterations: 2000 })
        await lab.ended(id)
        await lab.request('run.delete', { run: id, isForGood: true })
      }
    },
  },
}

/** Kills a lab in the middle of a scenario; gives what it had shown of each run a second before. */
async function killIn({ work, within }, entry, home, random) {
  const lab = new DrivenLab(entry, home)
  await lab.request('lab.describe')
  work(lab).catch(() => undefined) // it is killed
  await wait(random() * within)
  const killedAt = performance.now()
  await lab.kill()
  return shownBefore(lab, killedAt)
}

/** Samples of each run that the lab had shown a second before it was killed. */
export function shownBefore(lab, killedAt) {
  const shown = new Map()
  for (const { run, batches, at } of lab.samples)
    if (at <= killedAt - 1000)
      shown.set(run, (shown.get(run) ?? 0) + batches.reduce((sum, { steps }) => sum + steps.length, 0))
  return shown
}

/** Names under the runs folder that no lab should leave, and folders that are no runs. */
async function leftovers(home) {
  const runs = join(home, 'runs')
  const found = []
  for (const name of await readdir(runs)) {
    // A lab sweeps leftovers away while they are looked at.
    const inside = await readdir(join(runs, name)).catch(() => null)
    if (inside === null) continue
    if (name.startsWith('.') || !inside.includes('run.json')) found.push(name)
    found.push(...inside.filter((file) => file.endsWith('.new')).map((file) => join(name, file)))
  }
  return found
}

/** All heads of runs once the lab has read every folder, and the sentences on those that it could not read. */
async function everyRun(lab) {
  let { census } = await lab.request('lab.describe')
  while (census.unread > 0) {
    await wait(50)
    ;({ census } = await lab.request('lab.describe'))
  }
  const runs = []
  for (let total = 1; runs.length < total;) {
    const page = await lab.request('run.list', { filter: {}, from: runs.length, limit: 100 })
    runs.push(...page.runs)
    total = page.total
  }
  return { runs, problems: census.problems }
}

/** Opens the home as the next start would; gives what is wrong with it. */
export async function faultsOf(entry, home, shown) {
  const lab = new DrivenLab(entry, home)
  const faults = []
  const { runs, problems } = await everyRun(lab)
  faults.push(...problems)
  const folders = (await readdir(join(home, 'runs'))).filter((name) => !name.startsWith('.'))
  for (const id of shown.keys()) if (!folders.includes(id)) faults.push(`${id} is gone`)
  for (const { id } of runs) {
    const { head: run, body } = await lab.watch(id)
    const samples = Object.values(body.sampleCounts).reduce((sum, count) => sum + count, 0)
    if (live.includes(run.status)) faults.push(`${id} is ${run.status} for ever`)
    if (samples < (shown.get(id) ?? 0))
      faults.push(`${id} kept ${samples} of ${shown.get(id)} samples that were a second old`)
    if (
      /missing|cannot be read|damaged/.test(
        run.problem?.replace(/1 line of its record cannot be read/, '') ?? '',
      )
    )
      faults.push(`${id}: ${run.problem}`)
  }
  // Sweeping goes on behind the answers.
  let left = await leftovers(home)
  for (let look = 0; left.length > 0 && look < 40; look++) {
    await wait(100)
    left = await leftovers(home)
  }
  faults.push(...left.map((name) => `${name} is left behind`))
  // Room for the next kills, and a delete of each kind of run.
  for (const { id } of runs) await lab.request('run.delete', { run: id, isForGood: true })
  const undeleted = await readdir(join(home, 'runs'))
  if (undeleted.length > 0) faults.push(`left after every run was deleted: ${undeleted.join(', ')}`)
  await lab.close()
  return { faults, runs: runs.length }
}

/** Prints what each kill left; the exit status is 1 when anything was wrong. */
export async function runKills() {
  const entry = await buildEntry('kill-runs-lab', labChildren)
  const kills = Number(process.env.KILLS ?? 50)
  const seed = Number(process.env.SEED ?? 182)
  const random = numbersFrom(seed)
  const names = Object.keys(scenarios)
  const counts = new Map(names.map((name) => [name, { kills: 0, runs: 0, faults: 0 }]))
  for (let kill = 0; kill < kills; kill++) {
    const name = names[kill % names.length] ?? ''
    await withFolder(async (home) => {
      const shown = await killIn(scenarios[name], entry, home, random)
      const { faults, runs } = await faultsOf(entry, home, shown)
      const count = counts.get(name) ?? { kills: 0, runs: 0, faults: 0 }
      counts.set(name, count)
      count.kills++
      count.runs += runs
      count.faults += faults.length
      for (const fault of faults) console.log(`  kill ${kill} (${name}, seed ${seed}): ${fault}`)
      if ((kill + 1) % 50 === 0) console.log(`  ${kill + 1} of ${kills} kills`)
    })
  }
  for (const [name, { kills: killed, runs, faults }] of counts)
    console.log(`${name}: ${killed} kills, ${runs} runs found, ${faults} faults`)
  const differences = await compareTwoLabs(entry, random)
  if (differences.length > 0 || [...counts.values()].some(({ faults }) => faults > 0)) process.exitCode = 1
}
