import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DatasetsState } from '#contract/datasets.ts'
import { cifar10Download } from '#data/cifar10-download.ts'
import { DataManager } from '#data/data-manager.ts'
import { makeArchive } from '#data/testing/make-cifar10.ts'
import { inProcessTrainers } from './in-process.testing.ts'

let home = ''
let source = ''
let data: DataManager
let isInUse = false
let stopListening: () => void = () => undefined
const states: DatasetsState[] = []
let wake: () => void = () => undefined
const owner = {}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab182-'))
  source = mkdtempSync(join(tmpdir(), 'lab182-source-'))
  isInUse = false
  states.length = 0
  data = new DataManager(home, inProcessTrainers().startProcess, {
    source: { download: cifar10Download, fileImages: 3 },
    isInUse: () => isInUse,
  })
  stopListening = data.listen((state) => {
    states.push(state)
    wake()
  })
})
afterEach(() => {
  // What the manager of this test still says must not be taken for the next one's.
  stopListening()
  data.close()
  for (const folder of [home, source]) rmSync(folder, { recursive: true, force: true })
})

const pieceBytes = 4096
/** The pieces of a file, as a page sends them. */
function pieces(bytes: Buffer, file: string, upload = 'a') {
  const starts = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, at) => at * pieceBytes)
  return starts.map((from) => ({
    ...{ upload, file, from, total: bytes.length },
    data: bytes.subarray(from, from + pieceBytes).toString('base64'),
  }))
}
const send = (bytes: Buffer, file: string) =>
  Promise.all(pieces(bytes, file).map((piece) => data.receive(piece, owner)))
async function ended(): Promise<DatasetsState> {
  for (;;) {
    const last = states.at(-1)
    if (last?.job === null) return last
    await new Promise<void>((resolve) => (wake = resolve))
  }
}
const left = (): string[] => (existsSync(join(home, 'datasets')) ? readdirSync(join(home, 'datasets')) : [])
const archive = async (form: 'binary' | 'python') => readFileSync((await makeArchive(source, form, 3)).path)

it.each(['binary', 'python'] as const)(
  'an archive of the %s form is kept, packed and as a plain .tar',
  async (form) => {
    const packed = await archive(form)
    await send(packed, 'my cifar.tar.gz')
    const state = await ended()
    expect(state).toMatchObject({ auto: 'cifar10', problem: null })
    expect(state.cifar10).toMatchObject({ trainImages: 15, isShared: false })
    expect(state.cifar10?.source).toBe(`my_cifar.tar.gz, ${form} form`)
    expect(state.cifar10?.bytes).toBeGreaterThan(18 * 3072)
    await data.remove()
    expect((await data.state()).cifar10).toBeNull()

    states.length = 0
    await send(gunzipSync(packed), 'plain.tar')
    expect((await ended()).cifar10?.source).toBe(`plain.tar, ${form} form`)
    await expect.poll(left).toEqual(['cifar10'])
  },
)

it('what cannot be an archive of CIFAR-10 is refused by name before anything is written', async () => {
  const text = Buffer.from('x'.repeat(600))
  await expect(send(text, 'notes.txt')).rejects.toThrow(/"notes\.txt" is not a \.tar\.gz or \.tar archive/)
  const [first] = pieces(await archive('binary'), 'huge.tar.gz')
  if (!first) throw new Error('It is empty.')
  await expect(data.receive({ ...first, total: 2 ** 31 }, owner)).rejects.toThrow(
    /"huge.tar.gz" has 2147483648 bytes/,
  )
  expect((await data.state()).job).toBeNull()
  expect(left()).toEqual([])
})

it('an archive that is damaged inside is refused by the name that its page knows', async () => {
  const damaged = Buffer.from(await archive('binary'))
  damaged.fill(0, Math.floor(damaged.length / 2))
  await send(damaged, 'cut.tar.gz')
  const { problem, cifar10 } = await ended()
  expect(cifar10).toBeNull()
  expect(problem).toMatch(/^cut\.tar\.gz cannot be used: /)
  await expect.poll(left).toEqual([])
})

it('is cancelled on its way, and ends with its page; a piece that does not follow is refused', async () => {
  const [first, second, third] = pieces(await archive('binary'), 'a.tar.gz')
  if (!first || !second || !third) throw new Error('It is too short.')
  await data.receive(first, owner)
  expect((await data.state()).job).toMatchObject({ phase: 'receiving', done: pieceBytes })
  // Another page, and another job, meanwhile.
  await expect(data.receive({ ...second, upload: 'b' }, {})).rejects.toThrow(/did not arrive whole/)
  await expect(data.receive({ ...first, upload: 'b' }, {})).rejects.toThrow(/Another import is under way/)
  expect(() => data.import('/x')).toThrow(/Another import is under way/)
  await data.receive(second, owner)
  data.cancel()
  await expect(data.receive(third, owner)).rejects.toThrow(/was cancelled; choose it again/)
  expect((await data.state()).job).toBeNull()

  await data.receive(first, owner)
  data.abandon({})
  expect((await data.state()).job).not.toBeNull()
  data.abandon(owner)
  expect((await data.state()).job).toBeNull()
  await data.receive(first, owner)
  await expect(data.receive(third, owner)).rejects.toThrow(/did not arrive whole/)
  expect((await data.state()).job).toBeNull()
  await expect.poll(left).toEqual([])
})

it('is not removed while a run reads it, nor where it is not kept here', async () => {
  await expect(data.remove()).rejects.toThrow(/not kept here/)
  writeFileSync(join(source, 'x'), '')
  await send(await archive('binary'), 'a.tar.gz')
  await ended()
  isInUse = true
  await expect(data.remove()).rejects.toThrow(/A run reads the images/)
  expect((await data.state()).auto).toBe('cifar10')
})
