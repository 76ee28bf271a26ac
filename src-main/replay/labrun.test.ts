import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunSummary } from '#contract/runs.ts'
import { openLab } from '#runs/lab-under-test.testing.ts'
import type { Recording } from '#runs/recording.ts'
import { limits, type Labrun } from './labrun-format.ts'
import { readLabrun } from './read-labrun.ts'
import { labrunBytes, labrunFileName, labrunOf, packLabrun, sha256 } from './write-labrun.ts'

let run: RunSummary
let recording: Recording
let written: Labrun
let bytes: Uint8Array
beforeAll(async () => {
  const lab = await openLab()
  const page = lab.page()
  const { id } = await page.start({ params: { iterations: 50 } })
  await page.ended(id)
  const looked = await lab.manager.look(id)
  run = looked.run
  recording = looked.watched.recording
  recording.snapshots.push({
    ...{ track: 'main', name: 'kernels', step: 1, shape: [2], kind: 'uint8' as const },
    data: Buffer.from([7, 8]).toString('base64'),
  })
  written = labrunOf(run, recording)
  bytes = await labrunBytes(run, recording)
  await lab.close()
})

/** A replay file with this body and its right hash. */
function packed(body: string, header: Record<string, unknown> = {}): Uint8Array {
  const first = JSON.stringify({ format: 'labrun', version: 1, sha256: sha256(body), ...header })
  return gzipSync(`${first}\n${body}`)
}
const refusal = async (file: Uint8Array): Promise<string> => {
  const error: unknown = await readLabrun(file, 'a.labrun').then(
    () => null,
    (reason: unknown) => reason,
  )
  return String((error as Error | null)?.message)
}

describe('a replay file', () => {
  it('holds the run as it was: request, engine, values, every sample and the snapshots', async () => {
    const read = await readLabrun(bytes, 'a.labrun')
    expect(read.run).toEqual(written.run)
    expect(read.samples).toEqual(written.samples)
    expect(read.recording.counts()).toEqual({ main: 51 })
    expect(read.recording.snapshots).toEqual(recording.snapshots)
  })

  it('is named after part, seed and run', () => {
    expect(labrunFileName(run)).toBe(`1d-seed182-${run.id}.labrun`)
  })

  it('holds of large snapshots their hashes alone', async () => {
    const large = 'A'.repeat(limits.snapshotCharacters)
    const shape = [(limits.snapshotCharacters / 4) * 3]
    const heavy = Object.assign(Object.create(recording) as Recording, {
      snapshots: [
        { track: 'main', name: 'weights', step: 2, shape, kind: 'uint8', data: large },
        ...recording.snapshots,
      ],
    })
    const read = await readLabrun(await packLabrun(labrunOf(run, heavy)), 'a.labrun')
    expect(read.snapshots.map(({ data }) => data)).toEqual([null, null])
    expect(read.snapshots[1]?.sha256).toBe(sha256(Buffer.from([7, 8])))
  })

  it('is not written of a run that is under way', () => {
    expect(() => labrunOf({ ...run, status: 'running' }, recording)).toThrow(/still under way/)
  })
})

describe('what is refused, in a sentence that names the file', () => {
  it('another file, a torn one, and one of a newer version', async () => {
    expect(await refusal(Buffer.from('{}'))).toMatch(/^"a\.labrun" is not a replay file of Lab 182/)
    expect(await refusal(gzipSync('hello'))).toMatch(/is not a replay file/)
    expect(await refusal(bytes.subarray(0, bytes.length - 20))).toMatch(/is damaged/)
    expect(await refusal(packed('{}', { version: 2 }))).toMatch(/newer Lab 182 \(version 2/)
  })

  it('a content that is not the one that was hashed', async () => {
    const other = packed('{"a":1}', { sha256: sha256('{"a":2}') })
    expect(await refusal(other)).toMatch(/damaged or was changed/)
  })

  it('a bomb, before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(limits.textBytes + 2000, ' '))
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await refusal(bomb)).toMatch(/unpacks to more than/)
  })

  it('a million fields, a million lists and deep nesting, before they are parsed', async () => {
    const fields = Array.from({ length: 1_000_000 }, (_, i) => `"f${i}":0`).join(',')
    expect(await refusal(packed(`{${fields}}`))).toMatch(/more than 200\u202f000 fields/)
    expect(await refusal(packed(`[${'[],'.repeat(1_000_000)}0]`))).toMatch(/more than 500\u202f000 lists/)
    expect(await refusal(packed('['.repeat(100_000)))).toMatch(/nested too deeply/)
  })

  it('a field that is not of the format, a ragged track, and a snapshot that is not what its hash says', async () => {
    const altered = (change: (content: Labrun) => unknown): Promise<string> =>
      refusal(packed(JSON.stringify(change(structuredClone(written)))))
    expect(await altered((content) => ({ ...content, program: 'x' }))).toMatch(/damaged/)
    expect(
      await altered((content) => {
        content.samples[0]?.steps.pop()
        return content
      }),
    ).toMatch(/columns of different lengths/)
    expect(
      await altered((content) => ({
        ...content,
        snapshots: content.snapshots.map((each) => ({ ...each, data: 'AAA=' })),
      })),
    ).toMatch(/snapshot kernels/)
  })
})
