/**
 * Kills a lab (SIGKILL) at random moments while a worksheet is typed into, as a page does it (a save follows a save),
 * and looks at what is left: worksheet.json can be read as it lies there, what was typed up to a second before is in it,
 * and the next lab opens and saves at once, with nothing left behind. KILLS: how often (30). SEED: other moments.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildEntry, labChildren } from './build-entry.mjs'
import { DrivenLab } from './driven-lab.mjs'
import { numbersFrom } from './kill-runs.mjs'
import { withFolder } from './problem-4-run.mjs'

export const cells = ['1a', '1d', '1e', '2a', '4c.i']
/** Milliseconds between two signs, and from a save to the next. */
const signEvery = 15
const saveAfter = 250
/** What may be lost, in milliseconds. */
const mayBeLost = 1000

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Types numbers into an empty cell until it is stopped; `signs` are the moments at which each was typed. */
export function type(lab, cell, revision) {
  const signs = []
  let [text, saved, base] = ['', '', revision]
  let isStopped = false
  const typing = setInterval(() => {
    text += `${signs.length} `
    signs.push(performance.now())
  }, signEvery)
  const saving = (async () => {
    while (!isStopped) {
      await wait(saveAfter)
      if (text === saved) continue
      const body = { worksheet: 'mine', cell, base, text, isSkipped: false }
      const answer = await lab.request('worksheet.saveCell', body)
      if (answer.kind !== 'saved') throw new Error(`${cell} was in conflict with nobody`)
      ;[saved, base] = [body.text, answer.cell.revision]
    }
  })()
  let problem = null
  saving.catch((error) => (problem = error.message))
  return {
    signs,
    stop: () => {
      isStopped = true
      clearInterval(typing)
    },
    /** Null while nothing but the kill ended the saving. */
    problem: () => (problem === 'the lab was killed' ? null : problem),
  }
}

/** Opens the worksheet, types into every cell, adds time, and is killed; gives what was typed. */
async function killedTyping(entry, home, milliseconds) {
  const lab = new DrivenLab(entry, home)
  const opened = await lab.request('worksheet.open', { worksheet: 'mine' })
  const typists = new Map(
    cells.map((cell) => [cell, type(lab, cell, opened.worksheet.cells[cell]?.revision ?? 0)]),
  )
  const timing = setInterval(
    () => void lab.request('worksheet.addTime', { worksheet: 'mine', problem: 1, seconds: 1 }),
    100,
  )
  await wait(milliseconds)
  const killedAt = performance.now()
  await lab.kill()
  clearInterval(timing)
  for (const { stop } of typists.values()) stop()
  return { typists, killedAt, notice: opened.notice }
}

/** What is wrong with the words of a worksheet beside what was typed; and how much is lost, in milliseconds. */
export function wordsKept(worksheet, typists, killedAt) {
  const faults = []
  let lost = 0
  for (const [cell, { signs, problem }] of typists) {
    if (problem() !== null) faults.push(`${cell}: ${problem()}`)
    const words = (worksheet.cells[cell]?.text ?? '').split(' ').filter(Boolean)
    if (words.length > signs.length || words.some((word, at) => Number(word) !== at))
      faults.push(`${cell} holds what was not typed`)
    const missing = signs[words.length]
    if (missing !== undefined) lost = Math.max(lost, killedAt - missing)
  }
  if (lost > mayBeLost) faults.push(`${Math.round(lost)} ms of typing are lost`)
  return { lost, faults }
}

/** What is wrong with what lies in the home after a kill; and how much of the typing is lost, in milliseconds. */
async function lookAt(entry, home, { typists, killedAt, notice }) {
  const faults = notice === null ? [] : [`opened with a notice: ${notice}`]
  const folder = join(home, 'worksheets', 'mine')
  const text = await readFile(join(folder, 'worksheet.json'), 'utf8')
  let stored = { cells: null }
  try {
    stored = JSON.parse(text)
  } catch (error) {
    faults.push(`worksheet.json cannot be read as it lies there: ${error}`)
  }
  const lab = new DrivenLab(entry, home)
  const { worksheet, notice: after } = await lab.request('worksheet.open', { worksheet: 'mine' })
  if (after !== null) faults.push(`the next lab had to mend it: ${after}`)
  if (JSON.stringify(stored.cells) !== JSON.stringify(worksheet.cells))
    faults.push('the next lab opened something else than lies there')
  const { lost, faults: ofWords } = wordsKept(worksheet, typists, killedAt)
  faults.push(...ofWords)
  const from = performance.now()
  const base = worksheet.cells['1a']?.revision ?? 0
  const body = { worksheet: 'mine', cell: '1a', base, text: `after a kill ${base}`, isSkipped: false }
  const saved = await lab.request('worksheet.saveCell', body)
  const took = performance.now() - from
  if (saved.kind !== 'saved') faults.push('the next lab could not save')
  for (const cell of cells) {
    const { revision = 0 } = worksheet.cells[cell] ?? {}
    const base = cell === '1a' ? saved.cell.revision : revision
    await lab.request('worksheet.saveCell', { worksheet: 'mine', cell, base, text: '', isSkipped: false })
  }
  await lab.close()
  const left = (await readdir(folder)).filter(
    (name) => !['worksheet.json', 'backups', 'lock', 'files'].includes(name),
  )
  faults.push(...left.map((name) => `${name} is left behind`))
  return { faults, lost, took }
}

/** Prints what each kill left; the exit status is 1 when anything was wrong. */
export async function runWorksheetKills() {
  const entry = await buildEntry('kill-runs-lab', labChildren)
  const kills = Number(process.env.KILLS ?? 30)
  const seed = Number(process.env.SEED ?? 182)
  const random = numbersFrom(seed)
  let [found, mostLost, longest] = [0, 0, 0]
  await withFolder(async (home) => {
    for (let kill = 0; kill < kills; kill++) {
      const typed = await killedTyping(entry, home, 100 + 2900 * random())
      const { faults, lost, took } = await lookAt(entry, home, typed)
      found += faults.length
      mostLost = Math.max(mostLost, lost)
      longest = Math.max(longest, took)
      for (const fault of faults) console.log(`  kill ${kill} (seed ${seed}): ${fault}`)
    }
  })
  console.log(
    `worksheet: ${kills} kills while ${cells.length} cells were typed into, ${found} faults; at most ${Math.round(mostLost)} ms of typing lost; the next lab's first save took at most ${Math.round(longest)} ms`,
  )
  if (found > 0) process.exitCode = 1
}
