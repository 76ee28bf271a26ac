import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPrinting } from '#host/print/chromium.ts'
import { createLab } from '#main/lab.ts'
import type { StartProcess } from '#processes/link.ts'
import { readLabrun } from '#replay/read-labrun.ts'
import { Replay } from '#replay/replay.ts'
import { packLabrun } from '#replay/write-labrun.ts'
import { inProcessTrainers } from '#runs/in-process.testing.ts'
import { openLab } from '#runs/lab-under-test.testing.ts'
import { verifyCommand } from './verify-command.ts'

let folder: string
let honest: Uint8Array
let altered: Uint8Array
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab182-verify-test-'))
  const lab = await openLab()
  const page = lab.page()
  const { id } = await page.start({ params: { iterations: 30 } })
  await page.ended(id)
  honest = Buffer.from((await new Replay(lab.manager).save(id)).data, 'base64')
  const content = await readLabrun(honest, 'a')
  const w1 = content.samples[0]?.series['w1'] ?? []
  w1[9] = (w1[9] ?? 0) + 1e-3
  altered = await packLabrun(content)
  await lab.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Trainers in this process; what reads the machine's counters is not started. */
const trainersOnly: StartProcess = (entry) =>
  entry === 'trainer'
    ? inProcessTrainers().startProcess(entry)
    : {
        ...{ pid: process.pid, post: () => undefined, kill: () => undefined },
        ...{ onMessage: () => undefined, onExit: () => undefined },
      }

/** Verifies a file of this name and content; what was printed, and the exit code. */
async function verified(name: string, bytes: Uint8Array, isJson = false) {
  const path = join(folder, name)
  await writeFile(path, bytes)
  const printed: string[] = []
  const code = await verifyCommand(
    [path],
    isJson,
    { print: (line) => void printed.push(line), onStop: () => undefined },
    {
      home: folder,
      open: (home) =>
        createLab({ home, host: 'terminal', startProcess: trainersOnly, printing: chromiumPrinting }),
    },
  )
  return { code, text: printed.join('\n') }
}

describe('lab verify', () => {
  it('repeats an honest run to the bit, and leaves nothing in the home folder', async () => {
    const { code, text } = await verified('honest.labrun', honest)
    expect([code, text]).toEqual([0, expect.stringContaining('The run repeats: equal to the bit.')])
    expect(await readdir(folder)).not.toContain('runs')
  })

  it('prints of a zip which runs repeat, and finds the one altered in a sample', async () => {
    const zip = zipSync({
      'runs/a.labrun': honest,
      'runs/b.labrun': altered,
      'runs/c.labrun': Uint8Array.of(1),
    })
    const { code, text } = await verified('submission.zip', zip)
    expect(code).toBe(1)
    expect(text).toContain('first difference is at step 9, track "main", series "w1"')
    expect(text).toMatch(/1d +182 +repeats, equal to the bit +runs\/a\.labrun/)
    expect(text).toMatch(/1d +182 +DOES NOT REPEAT +runs\/b\.labrun/)
    expect(text).toMatch(/\? +\? +not verified +runs\/c\.labrun\s+1 of 3 runs repeats\.$/)
  })

  it('answers programs with a line for each run and a result', async () => {
    const { code, text } = await verified('altered.labrun', altered, true)
    const [run, result] = text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(code).toBe(1)
    expect(run).toMatchObject({
      repeats: false,
      slot: '1d',
      report: { verdict: 'differs', first: { step: 9 } },
    })
    expect(result).toEqual({ type: 'result', runs: 1, repeated: 0 })
  })

  it('names a file that is not there, and a zip without runs', async () => {
    await expect(
      verifyCommand(
        [join(folder, 'no.zip')],
        false,
        { print: () => undefined, onStop: () => undefined },
        {
          home: folder,
          open: () => Promise.reject(new Error('not opened')),
        },
      ),
    ).rejects.toThrow('There is no file')
    await expect(verified('empty.zip', zipSync({ 'a.txt': Uint8Array.of(1) }))).rejects.toThrow(
      'holds no replay file',
    )
  })
})
