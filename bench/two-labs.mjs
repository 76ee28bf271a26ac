/** Two labs on one home, killed in turn, each going on with the other's run; beside a run that nobody disturbs. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DrivenLab } from './driven-lab.mjs'
import { withFolder } from './problem-4-run.mjs'

/** Networks that train for seconds in jobs of their own. */
export const sweep = ['4b', { perClass: [10], seeds: 3, epochs: 150 }]
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const hash = (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** Samples by track and snapshots, as they lie on disk, without the clock; and the values, as the lab tells them. */
async function contentOf(lab, home, run) {
  const records = async (name) =>
    (await readFile(join(home, 'runs', run.id, name), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  const tracks = {}
  for (const { track, steps, series } of await records('samples.ndjson')) {
    const own = (tracks[track] ??= { step: [] })
    own.step.push(...steps)
    for (const [id, column] of Object.entries(series)) (own[id] ??= []).push(...column)
  }
  const snapshots = (await records('snapshots.ndjson')).map((snapshot) => hash(snapshot)).sort()
  const sorted = Object.fromEntries(Object.entries(tracks).sort(([a], [b]) => (a < b ? -1 : 1)))
  const { body } = await lab.watch(run.id)
  return { samples: sorted, snapshots, values: body.values }
}

/** Seconds and the like, which no two runs share. */
const isClock = (id) => /second|time/i.test(id)

async function undisturbed(entry) {
  return withFolder(async (home) => {
    const lab = new DrivenLab(entry, home)
    const run = await lab.ended((await lab.start(...sweep)).id)
    const content = await contentOf(lab, home, run)
    await lab.close()
    return { content, seconds: run.seconds }
  })
}

/** Each lab is killed at some moment after a job more was finished; the other, which was open all the time, goes on. */
async function inTurn(entry, random, turns) {
  return withFolder(async (home) => {
    let [here, there] = [new DrivenLab(entry, home), new DrivenLab(entry, home)]
    await Promise.all([here, there].map((lab) => lab.request('lab.describe')))
    const { id } = await here.start(...sweep)
    let kills = 0
    for (; kills < turns; kills++) {
      const before = here.runs.get(id)?.finishedJobs ?? 0
      const run = await here.until(() => {
        const known = here.runs.get(id)
        return known && (known.finishedJobs > before || known.status === 'completed') && known
      })
      if (run.status === 'completed') break
      await wait(300 + random() * 300) // a job is told before it is written
      // The other may not touch it while this one lives.
      const refused = await there.request('run.resume', { run: id, stepsPerSecond: null }).then(
        () => false,
        () => true,
      )
      if (!refused) throw new Error('a run was taken from a lab that lives')
      if (here.runs.get(id)?.status === 'completed') break
      await here.kill()
      // It may have completed in the moment of the kill.
      const left = await there.until(() => {
        const known = there.runs.get(id)
        return known && ['interrupted', 'completed'].includes(known.status) && known
      })
      if (left.status === 'completed') {
        here = new DrivenLab(entry, home)
        here.runs.set(id, left)
        break
      }
      await there.request('run.resume', { run: id, stepsPerSecond: null })
      here = there
      there = new DrivenLab(entry, home)
      await there.request('lab.describe')
    }
    const run = await here.ended(id)
    const content = await contentOf(here, home, run)
    await Promise.all([here.close(), there.close()])
    return { content, run, kills }
  })
}

/** Prints and gives the names of what differs. */
export async function compareTwoLabs(entry, random) {
  const alone = await undisturbed(entry)
  const { content, run, kills } = await inTurn(entry, random, 4)
  const differences = Object.keys({ ...alone.content.values, ...content.values })
    .filter((id) => !isClock(id))
    .filter((id) => hash(alone.content.values[id]) !== hash(content.values[id]))
    .map((id) => `value ${id}`)
  for (const kind of ['samples', 'snapshots'])
    if (hash(alone.content[kind]) !== hash(content[kind])) differences.push(kind)
  const tracks = Object.keys(content.samples).length
  console.log(
    `two labs, ${kills} kills in turn, attempt ${run.attempt}, ${run.status}: ${tracks} tracks, ${content.snapshots.length} snapshots and ${Object.keys(content.values).length} values ${differences.length === 0 ? 'equal' : `differ (${differences.join(', ')}) from`} an undisturbed run (${alone.seconds.toFixed(1)} s alone, ${run.seconds.toFixed(1)} s so)`,
  )
  return differences
}
