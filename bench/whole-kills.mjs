/**
 * Kills the lab (SIGKILL) at random moments while it types into the worksheet, trains and exports, all at the same time,
 * and looks at what is left: at most the last second of typing and of samples is lost, no run is lost, no half-written
 * export stands under its final name, and the next lab clears everything else away. KILLS: how often (100). SEED: other
 * moments.
 */
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildEntry, labChildren } from './build-entry.mjs'
import { DrivenLab } from './driven-lab.mjs'
import { faultsOf, numbersFrom, shownBefore } from './kill-runs.mjs'
import { withFolder } from './problem-4-run.mjs'
import { cells, type, wordsKept } from './worksheet-kills.mjs'

/** Milliseconds after which a lab is killed at the latest; an export takes about two seconds. */
const within = 6000
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Exports into the lab's own folder and a named one in turn; gives what was announced. */
async function exportAgain(lab, to, announced) {
  for (let round = 0; ; round++) {
    const order = { worksheet: 'mine', formats: ['pdf', 'markdown', 'zip'], paper: 'a4' }
    const made = await lab.request('submission.make', { ...order, to: round % 2 === 0 ? null : to })
    announced.push(made)
  }
}

async function trainAgain(lab) {
  for (;;) {
    const { id } = await lab.start('1d', { iterations: 20_000 }, { stepsPerSecond: 8000 })
    await lab.watch(id)
    await lab.ended(id)
  }
}

/** Works at all three until it is killed; gives what it had shown. */
async function killedAtWork(entry, home, to, milliseconds) {
  const lab = new DrivenLab(entry, home)
  const { worksheet } = await lab.request('worksheet.open', { worksheet: 'mine' })
  const typists = new Map(cells.map((cell) => [cell, type(lab, cell, worksheet.cells[cell]?.revision ?? 0)]))
  const announced = []
  const problems = []
  for (const work of [trainAgain(lab), exportAgain(lab, to, announced)])
    work.catch((error) => {
      if (error.message !== 'the lab was killed') problems.push(error.message)
    })
  await wait(milliseconds)
  const killedAt = performance.now()
  await lab.kill()
  for (const { stop } of typists.values()) stop()
  return { typists, killedAt, announced, problems, shown: shownBefore(lab, killedAt) }
}

const namesIn = (folder) => readdir(folder).catch(() => [])

/** The ends of whole files of each kind. */
const wholeEnds = { pdf: '%%EOF', zip: 'PK\u0005\u0006' }

/** What is wrong with the exports that stand under a final name. */
async function exportFaults(folders) {
  const faults = []
  for (const folder of folders)
    for (const name of await namesIn(folder)) {
      const end = wholeEnds[name.split('.').at(-1) ?? '']
      if (end === undefined) continue
      const bytes = await readFile(join(folder, name))
      if (!bytes.subarray(-1024).toString('latin1').includes(end)) faults.push(`${folder}/${name} is cut off`)
    }
  return faults
}

/** Opens the home as the next start would; gives what is wrong with it. */
async function lookAt(entry, home, away, worked) {
  const faults = [...worked.problems]
  for (const { files } of worked.announced.slice(-1))
    for (const { path, bytes } of files) {
      const there = await readFile(path).catch(() => null)
      // The named folder may hold the next export already.
      if (there === null && !path.startsWith(away)) faults.push(`${path} was announced and is gone`)
      else if (there !== null && there.length !== bytes && !path.startsWith(away))
        faults.push(`${path} is not as announced`)
    }
  const own = join(home, 'submissions')
  const finished = (await namesIn(own)).filter((name) => !name.endsWith('.new'))
  faults.push(...(await exportFaults([...finished.map((name) => join(own, name)), join(away, 'to')])))
  const lab = new DrivenLab(entry, home)
  const { worksheet, notice } = await lab.request('worksheet.open', { worksheet: 'mine' })
  if (notice !== null) faults.push(`the next lab had to mend the worksheet: ${notice}`)
  const { lost, faults: ofWords } = wordsKept(worksheet, worked.typists, worked.killedAt)
  faults.push(...ofWords)
  // A whole export, which clears away what the browser of the killed one left.
  const order = { worksheet: 'mine', formats: ['pdf'], paper: 'a4', to: null }
  const { notes } = await lab.request('submission.make', order)
  faults.push(...notes.filter((note) => !note.includes('run')))
  await lab.close()
  const { faults: ofRuns, runs } = await faultsOf(entry, home, worked.shown)
  faults.push(...ofRuns)
  const left = [
    ...(await namesIn(own)).filter((name) => name.endsWith('.new')),
    ...(await namesIn(away)).filter((name) => name !== 'to'),
    ...(await namesIn(join(home, 'exporting'))),
    ...(await namesIn(tmpdir())).filter((name) => /^lab182-(print|verify)-/.test(name)),
  ]
  faults.push(...left.map((name) => `${name} is left behind`))
  return { faults, lost, runs, exports: worked.announced.length }
}

/** Prints what each kill left; the exit status is 1 when anything was wrong. */
export async function runWholeKills() {
  const entry = await buildEntry('kill-runs-lab', labChildren)
  const kills = Number(process.env.KILLS ?? 100)
  const seed = Number(process.env.SEED ?? 182)
  const random = numbersFrom(seed)
  const sums = { faults: 0, runs: 0, exports: 0, lost: 0 }
  const usual = process.env.TMPDIR
  for (let kill = 0; kill < kills; kill++)
    await withFolder((home) =>
      withFolder((away) =>
        withFolder(async (temporary) => {
          process.env.TMPDIR = temporary
          const worked = await killedAtWork(entry, home, join(away, 'to'), 200 + within * random())
          const { faults, lost, runs, exports } = await lookAt(entry, home, away, worked)
          sums.faults += faults.length
          sums.runs += runs
          sums.exports += exports
          sums.lost = Math.max(sums.lost, lost)
          for (const fault of faults) console.log(`  kill ${kill} (seed ${seed}): ${fault}`)
          if (usual === undefined) delete process.env.TMPDIR
          else process.env.TMPDIR = usual
        }),
      ),
    )
  console.log(
    `whole: ${kills} kills, ${sums.runs} runs found, ${sums.exports} exports announced, ${sums.faults} faults; at most ${Math.round(sums.lost)} ms of typing lost`,
  )
  if (sums.faults > 0) process.exitCode = 1
}
