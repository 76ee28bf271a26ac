import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab } from '#runs/lab-under-test.testing.ts'
import { readLabrun } from './read-labrun.ts'
import { Replay } from './replay.ts'
import { Uploads } from './uploads.ts'
import { packLabrun } from './write-labrun.ts'

let lab: Awaited<ReturnType<typeof openLab>>
let replay: Replay
const uploads = new Uploads()
beforeEach(async () => {
  lab = await openLab()
  replay = new Replay(lab.manager)
})
afterEach(() => lab.close())

async function finished(seed = 3): Promise<string> {
  const page = lab.page()
  const { id } = await page.start({ seed, params: { iterations: 40 } })
  await page.ended(id)
  return id
}
/** Sends a file in pieces of this size. */
async function sent(bytes: Uint8Array, file = 'a.labrun', piece = 1000) {
  const total = bytes.length
  for (let from = 0; ; from += piece) {
    const data = Buffer.from(bytes.subarray(from, from + piece)).toString('base64')
    const { run } = await replay.open(
      { id: 1, type: 'replay.open', upload: 'u1', file, from, total, data },
      uploads,
    )
    if (from + piece >= total) return run
    expect(run).toBeNull()
  }
}
const saved = async (id: string): Promise<Uint8Array> => Buffer.from((await replay.save(id)).data, 'base64')

describe('a run as a file', () => {
  it('opens in another lab as a run with its origin, and repeats there', async () => {
    const bytes = await saved(await finished())
    await lab.close()
    lab = await openLab()
    replay = new Replay(lab.manager)
    const opened = await sent(bytes)
    expect(opened).toMatchObject({ status: 'completed', samples: 41, origin: { file: 'a.labrun' } })
    const rerun = await finished()
    expect(await replay.compare(opened?.id ?? '', rerun)).toMatchObject({ verdict: 'equal' })
    const { run, watched, giveBack } = await lab.manager.look(opened?.id ?? '')
    giveBack()
    expect([watched.recording.counts(), run.sampleCounts]).toEqual([{ main: 41 }, { main: 41 }])
    expect(run.problem).toBeNull()
  })

  it('altered in one sample is found by a rerun', async () => {
    const id = await finished()
    const read = await readLabrun(await saved(id), 'a')
    const loss = read.samples[0]?.series['loss'] ?? []
    loss[17] = (loss[17] ?? 0) * 1.01
    const opened = await sent(
      await packLabrun({ run: read.run, samples: read.samples, snapshots: read.snapshots }),
    )
    expect(await replay.compare(opened?.id ?? '', id)).toMatchObject({
      verdict: 'differs',
      first: { track: 'main', series: 'loss', step: read.samples[0]?.steps[17] },
    })
  })

  it('that is opened once more is the run that is there, unless that was moved to the trash', async () => {
    const bytes = await saved(await finished())
    const [first, again] = [await sent(bytes), await sent(bytes, 'b.labrun')]
    expect(again).toMatchObject({ id: first?.id, origin: { file: 'a.labrun' } })
    await lab.manager.edits.trash(first?.id ?? '')
    expect((await sent(bytes, 'b.labrun'))?.id).not.toBe(first?.id)
  })

  it('that was opened is not the latest run of its slot', async () => {
    const own = await finished()
    await sent(await saved(own))
    expect(lab.manager.library.census().groups).toMatchObject([{ count: 2, newest: { id: own } }])
  })

  it('that did not arrive whole is refused', async () => {
    const bytes = await saved(await finished())
    const part = (from: number, length: number) =>
      replay.open(
        {
          ...{ id: 1, type: 'replay.open', upload: 'u2', file: 'a.labrun', from, total: bytes.length },
          data: Buffer.from(bytes.subarray(from, from + length)).toString('base64'),
        },
        uploads,
      )
    await part(0, 100)
    await expect(part(200, 100)).rejects.toThrow('"a.labrun" did not arrive whole')
  })

  it('of a part that this lab does not have is refused by its name', async () => {
    const read = await readLabrun(await saved(await finished()), 'a')
    const request = { ...read.run.request, part: '9z' }
    const foreign = await packLabrun({ ...read, run: { ...read.run, request }, samples: read.samples })
    await expect(sent(foreign)).rejects.toThrow('a run of "9z", which this version')
  })

  it('is compared only with a run of the same request', async () => {
    const [a, b] = [await finished(3), await finished(4)]
    await expect(replay.compare(a, b)).rejects.toThrow('asked for different things')
  })
})
