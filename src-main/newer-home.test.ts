import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LabClient } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import { examine } from '#host/doctor.ts'
import { findingsOf } from '#host/doctor-findings.ts'
import { openWorksheetLab } from '#worksheet/worksheet-under-test.testing.ts'
import { createLab } from './lab.ts'

let home = ''
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'lab182-newer-'))))
afterEach(() => rmSync(home, { recursive: true }))

/** Every file below the folder with its content. */
const contents = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(home, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(home, name)).isFile())
      .map((name) => [name, readFileSync(join(home, name), 'latin1')]),
  )

test('a home of a newer version is shown, takes nothing, and is left as it was by every part of the lab', async () => {
  const before = await openWorksheetLab(home)
  const page = before.page()
  await page.client.request('worksheet.open', { worksheet: 'mine' })
  const { id } = await page.start({ params: { iterations: 20 } })
  await page.ended(id)
  await before.close()
  // One that was under way when its lab was killed: it would be ended on disk.
  cpSync(join(home, 'runs', id), join(home, 'runs', `${id}x`), { recursive: true })
  const record = join(home, 'runs', `${id}x`, 'run.json')
  const stored = JSON.parse(readFileSync(record, 'utf8')) as { run: Record<string, unknown> }
  Object.assign(stored.run, { id: `${id}x`, status: 'running', endedAt: null })
  writeFileSync(record, JSON.stringify(stored))
  writeFileSync(join(home, 'home.json'), '{ "format": 99 }')
  const kept = contents()

  const lab = await createLab({
    home,
    host: 'browser',
    startProcess: () => ({
      pid: undefined,
      post: () => undefined,
      onMessage: () => undefined,
      onExit: () => undefined,
      kill: () => undefined,
    }),
  })
  const [near, far] = memoryPorts()
  lab.connect(far)
  const client = new LabClient(near, { onEvent: () => undefined })
  await lab.readAllRuns()
  const { readOnly, isTourSeen } = await client.request('lab.describe', {})
  expect(readOnly).toMatch(/newer Lab 182 \(format 99/)
  expect(isTourSeen).toBe(true)
  const { runs } = await client.request('run.list', { filter: {}, from: 0, limit: 10 })
  expect(runs.map((run) => run.id)).toContain(id)
  const { isReadOnly } = await client.request('worksheet.open', { worksheet: 'mine' })
  expect(isReadOnly).toBe(true)
  const request = { part: '1d', slot: 'main', params: {}, seed: 1, engine: 'auto' } as const
  for (const refused of [
    client.request('run.start', { request, stepsPerSecond: null, isPaused: false }),
    client.request('run.delete', { run: id }),
    client.request('worksheet.addTime', { worksheet: 'mine', problem: 1, seconds: 1 }),
    client.request('dataset.import', { path: '/x' }),
    client.request('storage.cleanUp', { runs: [id] }),
    client.request('tour.end', {}),
  ])
    await expect(refused).rejects.toThrow(readOnly ?? '')
  const folder = findingsOf(await examine(home)).find(({ name }) => name === 'folder')
  expect(folder).toMatchObject({ state: 'missing', sentence: readOnly })
  client.close()
  await lab.close()
  expect(contents()).toEqual(kept)
})
