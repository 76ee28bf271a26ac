/**
 * The whole of problem 4 at the homework's settings, once: every number of images, every epoch, all networks, one
 * seed. Ours as a page starts it, part after part, the networks of a part side by side in trainer processes; then
 * the same networks on the same images in a plain PyTorch script, with one thread or as many as there are cores,
 * whichever is faster.
 * ROUNDS: how often (1 by default; medians). PARTS: a choice of them ("4a,4d"). SEED: another than the usual one.
 * EPOCHS: another number than the homework's, to try the program itself.
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildEntry, labChildren } from './build-entry.mjs'
import { markdownTable, median, threeDigits } from './medians.mjs'
import { openPyTorch, withoutPyTorch } from './pytorch.mjs'

/** Builds bench/problem-4.mjs with the lab's processes beside it, and gives its exports. */
export const buildProblem4 = async () =>
  import(pathToFileURL(await buildEntry('problem-4', labChildren)).href)

/** Whether the variable PARTS names this part, or none. */
export function isAsked(part) {
  const asked = (process.env.PARTS ?? '').split(',').filter((id) => id !== '')
  return asked.length === 0 || asked.includes(part)
}

/** Does `work` with a folder that is gone afterwards. */
export async function withFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'lab182-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const inSeconds = (seconds) => `${threeDigits(seconds)} s`

/**
 * PyTorch with one thread, or with one for each core: in steps as small as these the second often costs more than
 * it gives. Each trains the networks of one part for two epochs; the slower one is closed.
 */
async function fasterPyTorch({ data, cells }, cores) {
  const trials = []
  for (const threads of new Set([1, cores])) {
    const torch = await openPyTorch('p4.py', threads)
    if (torch.missing !== undefined) return torch
    await torch.ask({ data, seed: 1 })
    const brief = cells.map((cell) => ({ ...cell, epochs: 2 }))
    await torch.ask({ cells: brief }) // the first steps of a process are slow
    const { seconds } = await torch.ask({ cells: brief })
    console.log(`  trial: ${torch.name}: ${inSeconds(seconds)}`)
    trials.push({ torch, seconds })
  }
  trials.sort((a, b) => a.seconds - b.seconds)
  for (const { torch } of trials.slice(1)) await torch.close()
  return trials[0]?.torch ?? { missing: 'no number of threads was tried' }
}

/** CPU seconds of this process's children that have ended; NaN where the system does not tell (only Linux does). */
function endedChildrenSeconds() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[13]) + Number(fields[14])) / 100
  } catch {
    return NaN
  }
}

/** Prints the wall times of every part and of all together. */
export async function runProblem4() {
  const rounds = Number(process.env.ROUNDS ?? 1)
  const { parts, sizeOf, writeForPyTorch, openLab, usualSeed } = await buildProblem4()
  const seed = Number(process.env.SEED ?? usualSeed)
  const chosen = parts.filter(({ id }) => isAsked(id))
  const cores = availableParallelism()
  if ((loadavg()[0] ?? 0) > 0.5 * cores)
    console.log('The machine is busy, so these figures are not worth quoting; end what else it does.')
  await withFolder(async (folder) => {
    const torch = await fasterPyTorch(await writeForPyTorch(parts[1], folder, seed), cores)
    console.log(
      torch.missing !== undefined ? withoutPyTorch(torch.missing) : `Problem 4 beside ${torch.name}`,
    )
    const lab = await openLab(folder)
    const times = chosen.map((part) => ({ part, ours: [], theirs: [] }))
    const used = { before: endedChildrenSeconds(), own: 0, theirs: 0 }
    for (let round = 0; round < rounds; round++)
      for (const { part, ours, theirs } of times) {
        const { seconds, run, ownSeconds } = await lab.run(part, seed)
        ours.push(seconds)
        used.own += ownSeconds
        const { networks, epochs } = sizeOf(part)
        let line = `  ${part.id}: ${networks} networks, ${epochs} epochs; ours ${inSeconds(seconds)} (${run.engine.name}; ${inSeconds(ownSeconds)} of CPU to keep and show samples and kernels)`
        if (torch.missing === undefined) {
          const { data, cells } = await writeForPyTorch(part, folder, seed)
          await torch.ask({ data, seed })
          const answer = await torch.ask({ cells })
          theirs.push(answer.seconds)
          used.theirs += answer.cpuSeconds
          line += `, PyTorch ${inSeconds(answer.seconds)}`
        }
        console.log(line)
      }
    await lab.close()
    const trainers = endedChildrenSeconds() - used.before
    if (torch.missing === undefined) await torch.close()
    showTimes(times, torch.missing === undefined)
    console.log(
      `\nCPU time: ours ${inSeconds(trainers)} in trainers and ${inSeconds(used.own)} in the lab and its page's client` +
        (torch.missing !== undefined ? '.' : `, PyTorch ${inSeconds(used.theirs)}.`),
    )
    console.log('Goal: all in less than 60 s on two cores, and 4 times as fast as PyTorch.')
  })
}

function showTimes(times, hasPyTorch) {
  const total = (side) => times.reduce((sum, time) => sum + median(time[side]), 0)
  const row = (name, ours, theirs) => [
    name,
    inSeconds(ours),
    ...(hasPyTorch ? [inSeconds(theirs), `${threeDigits(theirs / ours)} times`] : []),
  ]
  const header = ['part', 'ours', ...(hasPyTorch ? ['PyTorch', 'faster'] : [])]
  const rows = times.map(({ part, ours, theirs }) =>
    row(part.id, median(ours), hasPyTorch ? median(theirs) : 0),
  )
  console.log(
    `\n${markdownTable(header, [...rows, row('all', total('ours'), hasPyTorch ? total('theirs') : 0)])}`,
  )
}
