import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensureWebgpuTried, webgpuState } from './state.ts'
import { readWebgpuResult } from './trial-record.ts'
import { fakeTrials } from './trials.testing.ts'

let home = ''
let variable: string | undefined
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab182-state-'))
  variable = process.env['VK_ICD_FILENAMES']
  // So that there is a driver to try on every machine.
  const manifest = join(home, 'card.json')
  writeFileSync(manifest, JSON.stringify({ ICD: { library_path: './libcard.so' } }))
  process.env['VK_ICD_FILENAMES'] = manifest
})
afterEach(() => {
  if (variable === undefined) delete process.env['VK_ICD_FILENAMES']
  else process.env['VK_ICD_FILENAMES'] = variable
  rmSync(home, { recursive: true })
})

const { signal } = new AbortController()
const linux = { platform: 'linux' } as const
const file = (): string => join(home, 'engines', 'onnx', 'webgpu.json')

it('tries once, and remembers it in the folder of the lab', async () => {
  const trials = fakeTrials('Card 9000')
  expect(await webgpuState(home)).toMatchObject({
    outcome: 'absent',
    problem: expect.stringMatching(/not been tried yet/) as string,
  })
  const result = await ensureWebgpuTried(home, { ...trials, signal }, linux)
  expect(result).toMatchObject({ outcome: 'passed', adapter: { name: 'Card 9000' } })
  expect(await ensureWebgpuTried(home, { ...trials, signal }, linux)).toEqual(result)
  expect(trials.count()).toBe(1)
  expect(await webgpuState(home)).toEqual(result)
})

it('remembers one that fails, too', async () => {
  const trials = fakeTrials('Card 9000', 'its loss is 1 and not 2')
  await ensureWebgpuTried(home, { ...trials, signal }, linux)
  await ensureWebgpuTried(home, { ...trials, signal }, linux)
  expect(trials.count()).toBe(1)
  expect(await webgpuState(home)).toMatchObject({ outcome: 'failed' })
})

it('tries again with another driver', async () => {
  const trials = fakeTrials('Card 9000')
  await ensureWebgpuTried(home, { ...trials, signal }, linux)
  writeFileSync(join(home, 'libcard.so'), 'an update')
  expect(await webgpuState(home)).toMatchObject({ outcome: 'absent' })
  await ensureWebgpuTried(home, { ...trials, signal }, linux)
  expect(trials.count()).toBe(2)
})

it.each(['', '{"key":', '{"key":"x","result":{"outcome":"passed"}}', 'null'])(
  'throws away a record that cannot be read: %s',
  async (text) => {
    const trials = fakeTrials('Card 9000')
    await ensureWebgpuTried(home, { ...trials, signal }, linux)
    const written = readFileSync(file(), 'utf8')
    writeFileSync(file(), text)
    await ensureWebgpuTried(home, { ...trials, signal }, linux)
    expect(trials.count()).toBe(2)
    expect(readFileSync(file(), 'utf8')).toBe(written)
  },
)

it('on Windows asks for the name each time, and tries another card', async () => {
  const windows = { platform: 'win32', key: 'a machine' } as const
  const old = fakeTrials('Card 9000')
  await ensureWebgpuTried(home, { ...old, signal }, windows)
  await ensureWebgpuTried(home, { ...old, signal }, windows)
  expect(old.count()).toBe(1)
  const other = fakeTrials('Card 9001')
  await ensureWebgpuTried(home, { ...other, signal }, windows)
  expect(other.count()).toBe(1)
  expect(await readWebgpuResult(home, 'a machine')).toMatchObject({ adapter: { name: 'Card 9001' } })
})

it.runIf(process.platform === 'linux')('starts no process without a Vulkan driver', async () => {
  process.env['VK_ICD_FILENAMES'] = join(home, 'none.json')
  const trials = fakeTrials('Card 9000')
  const result = await ensureWebgpuTried(home, { ...trials, signal })
  expect(result).toMatchObject({
    outcome: 'absent',
    problem: expect.stringMatching(/^No graphics card/) as string,
  })
  expect(trials.count()).toBe(0)
  expect(await webgpuState(home)).toEqual(result)
})
