import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { demoFormat } from '#contract/demo.ts'
import { openLab } from '#runs/lab-under-test.testing.ts'
import { Arrivals } from './arrivals.ts'
import { Replay } from './replay.ts'

let lab: Awaited<ReturnType<typeof openLab>>
let folder = ''
let told = 0
beforeEach(async () => {
  lab = await openLab()
  folder = mkdtempSync(join(tmpdir(), 'lab182-arrivals-'))
  told = 0
})
afterEach(async () => {
  await lab.close()
  rmSync(folder, { recursive: true })
})
const arrivals = (readOnly: string | null = null) =>
  new Arrivals(new Replay(lab.manager), readOnly, () => told++)
async function savedRun(): Promise<string> {
  const page = lab.page()
  const { id } = await page.start({ params: { iterations: 20 } })
  await page.ended(id)
  const { data } = await new Replay(lab.manager).save(id)
  const path = join(folder, 'shown in class.labrun')
  writeFileSync(path, Buffer.from(data, 'base64'))
  return path
}

it('stores the run of a file, tells that there is one, and what came of it once', async () => {
  const opened = arrivals()
  await opened.open(await savedRun())
  expect(told).toBe(1)
  const [file] = opened.take()
  expect(file).toMatchObject({ run: { status: 'completed', origin: { file: 'shown in class.labrun' } } })
  expect(opened.take()).toEqual([])
})

it('says in one sentence why a file cannot be opened', async () => {
  const path = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const opened = arrivals()
  const large = path('large.labrun', '')
  truncateSync(large, 65 * 2 ** 20)
  for (const each of [path('text.labrun', 'no run'), join(folder, 'gone.labrun'), large])
    await opened.open(each)
  await arrivals('The data folder is open read-only.').open(large)
  const problems = opened.take().map((file) => ('problem' in file ? file.problem : 'opened'))
  expect(problems).toEqual([
    expect.stringContaining('"text.labrun"'),
    expect.stringMatching(/^"gone\.labrun" could not be opened \(ENOENT/),
    expect.stringMatching(/^"large\.labrun" has 65\sMiB; a replay file \(\.labrun\) has at most 64\sMiB\.$/),
  ])
  expect(told).toBe(4)
})

it('stores nothing in a data folder that is open read-only', async () => {
  const opened = arrivals('It is open read-only.')
  await opened.open(await savedRun())
  expect(opened.take()).toEqual([{ problem: 'It is open read-only.' }])
  expect(lab.manager.list().runs).toHaveLength(1)
})

it('reads a demo, also where nothing can be stored, and says at which step one cannot be read', async () => {
  const demo = (...steps: readonly unknown[]): string =>
    JSON.stringify({ format: demoFormat, title: 't', about: 'a', minutes: 1, steps })
  const [whole, broken] = [join(folder, 'whole.LABDEMO'), join(folder, 'broken.labdemo')]
  writeFileSync(whole, demo({ do: 'open', part: '1b' }))
  writeFileSync(broken, demo({ do: 'open', part: '1b' }, { do: 'start', seed: -1 }))
  const opened = arrivals('The data folder is open read-only.')
  for (const path of [whole, broken]) await opened.open(path)
  expect(opened.take()).toEqual([
    { demo: demo({ do: 'open', part: '1b' }) },
    { problem: expect.stringMatching(/^"broken\.labdemo": .*step 2, field seed/) as string },
  ])
})
