/**
 * A home with many runs: copies of one real run of part 1g, an hour apart, under a built lab as `npm start` serves it.
 * RUNS: how many (10 000 by default). HOME_FOLDER: where to make and keep them. Needs a build and a Chromium.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openChromium, startLab } from './built-lab.mjs'
import { markdownTable } from './medians.mjs'

const project = fileURLToPath(new URL('..', import.meta.url))
const loopDelay = new URL('./loop-delay.mjs', import.meta.url).href
const seconds = (from) => (performance.now() - from) / 1000
const inSeconds = (value) => `${value.toFixed(2)} s`
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`

/** Fills `runs/` of a home with copies of a run that the built terminal host makes. */
function fill(home, count) {
  const folder = join(home, 'runs')
  if (existsSync(folder) && readdirSync(folder).length >= count) return
  const lab = join(project, 'out/main/cli.js')
  execFileSync(process.execPath, [lab, 'run', '1g'], {
    env: { ...process.env, LAB182_HOME: home },
    stdio: 'ignore',
  })
  const [model = ''] = readdirSync(folder)
  const files = readdirSync(join(folder, model)).filter((name) => name !== 'run.json')
  const stored = JSON.parse(readFileSync(join(folder, model, 'run.json'), 'utf8'))
  const newest = Date.parse(stored.run.createdAt)
  for (let i = 1; i < count; i++) {
    const createdAt = new Date(newest - 3_600_000 * i).toISOString()
    const id = `${createdAt.replace(/[:.]/g, '-').toLowerCase()}-copy${i}`
    const name = `${stored.run.name} ${i}`
    mkdirSync(join(folder, id))
    // The samples are one file under many names.
    for (const file of files) linkSync(join(folder, model, file), join(folder, id, file))
    const run = { ...stored.run, id, name, createdAt }
    writeFileSync(join(folder, id, 'run.json'), `${JSON.stringify({ ...stored, run }, null, 2)}\n`)
  }
}

/** Opens the page on a started lab, and takes the times of what a person does there. */
async function visit(browser, lab) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  let received = 0
  let largest = 0
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      received += payload.length
      largest = Math.max(largest, payload.length)
    }),
  )
  const opened = performance.now()
  await page.goto(lab.address)
  await page.getByRole('contentinfo', { name: 'This machine' }).getByText('Browser session').waitFor()
  const toOpen = seconds(opened)
  const atOpen = { received, largest }

  const listed = performance.now()
  await page.getByRole('link', { name: /^Runs/ }).click()
  const rename = page.getByRole('button', { name: /^Rename/ }).first()
  await rename.waitFor()
  const toRows = seconds(listed)

  const renamed = performance.now()
  await rename.click()
  await page.getByLabel('New name of the run').fill('Renamed')
  await page.keyboard.press('Enter')
  await page.getByRole('row').filter({ hasText: 'Renamed' }).first().waitFor()
  const toRename = seconds(renamed)

  const scrolled = performance.now()
  await page.locator('.frame').evaluate((frame) => (frame.scrollTop = frame.scrollHeight / 2))
  await page.waitForFunction(
    () => {
      // The first one drawn may be the row that holds the focus.
      const last = [...document.querySelectorAll('tr[data-index]')].at(-1)
      return Number(last?.getAttribute('data-index')) > 100 && last?.querySelector('button') != null
    },
    undefined,
    { timeout: 60_000 },
  )
  const toScroll = seconds(scrolled)
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
  const asked = await answers(page)
  await page.close()
  return { toOpen, atOpen, toRows, toRename, toScroll, nodes, asked }
}

/** How long the lab takes to answer what the run table asks, in seconds by what it is: [name, seconds]. */
function answers(page) {
  return page.evaluate(async () => {
    const socket = new WebSocket(`ws://${location.host}/port`)
    await new Promise((resolve) => (socket.onopen = resolve))
    let id = 0
    const ask = (type, body) =>
      new Promise((resolve) => {
        const mine = ++id
        const asked = performance.now()
        const hear = ({ data }) => {
          const message = JSON.parse(data)
          if (message.id !== mine || !['reply', 'refusal'].includes(message.type)) return
          socket.removeEventListener('message', hear)
          resolve({ seconds: (performance.now() - asked) / 1000, result: message.result })
        }
        socket.addEventListener('message', hear)
        socket.send(JSON.stringify({ id: mine, type, ...body }))
      })
    const list = (filter, sort, from = 0) =>
      ask('run.list', { filter, from, limit: 50, ...(sort && { sort }) })
    const by = (name) => ({ by: name, isDescending: false })
    const slot = { part: '1g', slot: 'main' }
    const { result } = await list({})
    const [{ id: run }] = result.runs
    const found = [
      ['search, first word', await list({ text: 'sweep 77' })],
      ['search, another word', await list({ text: 'seed 183 99' })],
      ['sort by name', await list({}, by('name'))],
      ['a page of it', await list({}, by('name'), 5000)],
      ['sort by a value', await list({ slot }, by('value:1g.drop'))],
      ['sort by a parameter', await list({ slot }, by('param:learningRate'))],
      ['sort by size', await list({}, by('bytes'))],
      ['filter by state', await list({ status: ['failed', 'stopped'] })],
      ['pin', await ask('run.pin', { run, isPinned: true })],
      ['pinned runs', await list({ isPinned: true })],
      ['note', await ask('run.note', { run, note: 'bench' })],
      ['move to the trash', await ask('run.delete', { run })],
      ['restore', await ask('run.restore', { run })],
    ]
    socket.close()
    return found.map(([name, { seconds }]) => [name, seconds])
  })
}

/** Prints the times with and without the index file. */
export async function runManyRuns() {
  const count = Number(process.env.RUNS ?? 10_000)
  const home = process.env.HOME_FOLDER ?? (await mkdtemp(join(tmpdir(), 'lab182-many-')))
  try {
    console.log(`A home with ${count} runs of part 1g`)
    fill(home, count)
    const browser = await openChromium()
    const rows = []
    const asked = new Map()
    for (const index of ['without an index file', 'with one']) {
      if (index.startsWith('without')) rmSync(join(home, 'run-index.ndjson'), { force: true })
      const delayFile = join(home, 'loop-delay')
      const lab = await startLab(home, { node: ['--import', loopDelay], env: { LOOP_DELAY_FILE: delayFile } })
      const seen = await visit(browser, lab)
      await new Promise((resolve) => setTimeout(resolve, 8000))
      const memory = lab.memory()
      await lab.stop()
      const pause = Number(readFileSync(delayFile, 'utf8')) / 1000
      for (const [name, time] of seen.asked) asked.set(name, [...(asked.get(name) ?? []), time])
      rows.push([
        index,
        inSeconds(lab.toServing),
        inSeconds(seen.toOpen),
        megabytes(seen.atOpen.received),
        inSeconds(seen.toRows),
        inSeconds(seen.toRename),
        inSeconds(seen.toScroll),
        String(seen.nodes),
        inSeconds(pause),
        megabytes(memory),
      ])
    }
    await browser.close()
    const columns = [
      'start',
      'serving',
      'page open',
      'received by then',
      'first rows',
      'rename',
      'scroll',
      'nodes',
    ]
    console.log(markdownTable([...columns, 'longest pause of the lab', 'memory of the lab'], rows))
    const inMilliseconds = (value) => `${(1000 * value).toFixed(0)} ms`
    console.log('')
    console.log(
      markdownTable(
        ['answered', 'without an index file', 'with one'],
        [...asked].map(([name, times]) => [name, ...times.map(inMilliseconds)]),
      ),
    )
  } finally {
    if (process.env.HOME_FOLDER === undefined) await rm(home, { recursive: true, force: true })
  }
}
