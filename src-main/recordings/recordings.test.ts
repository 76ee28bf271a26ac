import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ServedBeside } from '#runs/served-beside.ts'
import { Recording, type OpenFile, type RecordingFile } from './recording.ts'
import { Recordings } from './recordings.ts'
import { withRecordings } from './serve-recordings.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lab182-recordings-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const begins =
  '1a45dfa3 8442868101 18538067 01ffffffffffffff 1549a966 99 2ad7b1830f4240 4d80864368726f6d65 5741864368726f6d65 1654ae6b 80'
const header = Buffer.from(begins.replace(/\s/g, ''), 'hex')
/** The length that the file of `header` names, in seconds. */
const lengthIn = (file: Buffer): number => file.readDoubleBE(file.indexOf('448988', 'hex') + 3) / 1000
const about = { demo: 'A first look', part: '1e', seed: 183 }

it('a video grows on the disk, can be read at any time, and is named after demo, part and seed', async () => {
  const recordings = new Recordings(home)
  const recording = await recordings.begin()
  await recording.write(0, 1, header.subarray(0, 20))
  await recording.write(20, 1, header.subarray(20))
  await recording.write(header.length, 2.5, Buffer.from('cluster'))
  const [growing = ''] = await readdir(recordings.folder)
  const soFar = await readFile(join(recordings.folder, growing))
  expect(soFar.subarray(-7).toString()).toBe('cluster')
  expect(lengthIn(soFar)).toBe(2.5)
  recording.describe(about)
  recording.mark({ kind: 'chapter', at: 0, text: 'Question' })
  recording.mark({ kind: 'caption', at: 1, text: 'not measured' })
  recording.mark({ kind: 'caption', at: 1, text: '**It** is 3.' })
  const kept = await recordings.finish(recording, 3)
  expect(kept).toMatchObject({
    file: 'a-first-look-1e-seed-183.webm',
    beside: ['a-first-look-1e-seed-183.chapters.vtt', 'a-first-look-1e-seed-183.captions.vtt'],
    problem: null,
  })
  const file = await readFile(join(recordings.folder, kept.file))
  expect([file.length, lengthIn(file)]).toEqual([kept.bytes, 3])
  expect(await readFile(join(recordings.folder, kept.beside[1] ?? ''), 'utf8')).toContain(
    '00:00:01.000 --> 00:00:03.000\n**It** is 3.',
  )
  expect(await recordings.list()).toEqual([{ file: kept.file, bytes: kept.bytes }])
})

it('nothing is written over, and a video of nothing is not kept', async () => {
  const recordings = new Recordings(home)
  const make = async (): Promise<string> => {
    const recording = await recordings.begin()
    await recording.write(0, 1, header)
    return (await recordings.finish(recording, 1)).file
  }
  expect([await make(), await make()]).toEqual(['recording.webm', 'recording-2.webm'])
  await expect(recordings.finish(await recordings.begin(), 0)).rejects.toThrow('Nothing was recorded')
  expect(await readdir(recordings.folder)).toHaveLength(2)
})

it('a name stands for a whole video as soon as it is there', async () => {
  const recordings = new Recordings(home)
  const recording = await recordings.begin()
  await recording.write(0, 1, header)
  const sizes: number[] = []
  const finished = recordings.finish(recording, 1)
  let isFinished = false
  void finished.then(() => (isFinished = true))
  while (!isFinished) for (const { bytes } of await recordings.list()) sizes.push(bytes)
  expect(new Set(sizes)).toEqual(new Set([(await finished).bytes]))
})

it('a piece that does not follow ends it', async () => {
  const recordings = new Recordings(home)
  const recording = await recordings.begin()
  await recording.write(0, 1, header)
  await expect(recording.write(5, 1, header)).rejects.toThrow('a piece of it is missing')
  expect((await recordings.finish(recording, 1)).bytes).toBe(header.length + 11)
})

it('on a full disk, one sentence, and the file is whole up to the piece before', async () => {
  let room = header.length + 11 + 10
  const onFullDisk: OpenFile = async (path) => {
    const { open } = await import('node:fs/promises')
    const file = await open(path, 'wx')
    const write = async (bytes: Buffer, at: number, length: number, position: number) => {
      if (position + length > room) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      return file.write(bytes, at, length, position)
    }
    return Object.assign(Object.create(file) as RecordingFile, {
      write,
      truncate: (length: number) => file.truncate(length),
      sync: () => file.sync(),
      close: () => file.close(),
    })
  }
  const recording = await Recording.begin(home, onFullDisk)
  recording.describe(about)
  await recording.write(0, 1, header)
  await recording.write(header.length, 2, Buffer.from('whole'))
  await expect(recording.write(header.length + 5, 3, Buffer.from('too much'))).rejects.toThrow(
    /disk that holds .* is full. What was recorded is kept/,
  )
  room = 1000
  await expect(recording.write(header.length + 5, 3, Buffer.from('late'))).rejects.toThrow('is full')
  const { file } = await recording.finish(3)
  expect(file).toBe('a-first-look-1e-seed-183-ended-early.webm')
  const kept = await readFile(join(home, file))
  expect(kept.subarray(-5).toString()).toBe('whole')
  expect(lengthIn(kept)).toBe(2)
})

it('belongs to its port, and is kept when that closes', async () => {
  const recordings = new Recordings(home)
  const beside: ServedBeside = { answer: () => Promise.reject(new Error('')), close: vi.fn() }
  const [own, other] = [withRecordings(beside, recordings), withRecordings(beside, recordings)]
  const { recording } = (await own.answer({ id: 1, type: 'recording.begin' })) as { recording: string }
  const write = {
    id: 2,
    type: 'recording.write',
    recording,
    from: 0,
    seconds: 1,
    data: header.toString('base64'),
  } as const
  await expect(other.answer(write)).rejects.toThrow('This recording has ended')
  await own.answer(write)
  await own.answer({ id: 3, type: 'recording.describe', recording, about: { ...about, demo: null } })
  own.close()
  await expect.poll(() => recordings.list()).toMatchObject([{ file: '1e-seed-183-ended-early.webm' }])
})

it('what a killed lab left is kept under a name of its own, and what a living one writes is left alone', async () => {
  const recordings = new Recordings(home)
  const recording = await recordings.begin()
  await recording.write(0, 1, header)
  const [growing = ''] = await readdir(recordings.folder)
  // No process has this number: the system's largest is far below.
  const left = growing.replace(`${process.pid}`, '999999999')
  await writeFile(join(recordings.folder, left), header)
  const listed = await recordings.list()
  expect(listed).toEqual([
    { file: expect.stringMatching(/^recording-ended-early-[0-9a-f]{8}\.webm$/), bytes: header.length },
  ])
  expect(await readdir(recordings.folder)).toContain(growing)
  await recordings.close()
  expect(await recordings.list()).toHaveLength(2)
  await rename(recordings.folder, `${recordings.folder}-away`)
  expect(await recordings.list()).toEqual([])
})
