import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withNvidiaSmi } from '#telemetry/fake-programs.ts'
import { examine, formatDoctor } from './doctor.ts'

let folder = ''
let restore = (): void => undefined
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab182-doctor-'))))
afterEach(() => {
  restore()
  rmSync(folder, { recursive: true })
})

test('reports the machine, the engines and the folder, which it leaves as it was', async () => {
  const report = await examine(folder)
  expect(report.versions['node']).toBe(process.versions.node)
  expect(report.packages['zod']).toMatch(/^4\./)
  expect(report.processor.cores).toBeGreaterThan(0)
  expect(report.home).toMatchObject({ folder, isWritable: true, problem: null })
  expect(report.home.diskFreeBytes).toBeGreaterThan(0)
  expect(readdirSync(folder)).toEqual([])
  const text = formatDoctor(report)
  for (const part of ['Versions', 'processor:', 'typescript:', 'tensorflow: cannot be opened', folder])
    expect(text).toContain(part)
  expect(text).toMatch(/ {2}onnx: on .*CPU.*32-bit floating point\. .*\n {4}or on "wasm": .*WebAssembly/)
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})
test('a folder that cannot be made is a finding', async () => {
  writeFileSync(join(folder, 'file'), '')
  const { home } = await examine(join(folder, 'file', 'inside'))
  expect(home).toMatchObject({ isWritable: false, diskFreeBytes: null })
  expect(home.problem).toMatch(/ENOTDIR|not a directory/i)
})

describe.skipIf(process.platform === 'win32')('with a program called nvidia-smi (a shell script)', () => {
  test('reports its cards', async () => {
    restore = withNvidiaSmi("echo 'NVIDIA A100, 550.54, 81920, 1024, 0, 41'")
    const { gpus } = await examine(folder)
    expect(gpus.nvidiaSmi.gpus[0]).toMatchObject({ name: 'NVIDIA A100', vramTotalBytes: 81920 * 2 ** 20 })
  })
  test('reports why there are none', async () => {
    restore = withNvidiaSmi('echo driver not loaded; exit 9')
    const report = await examine(folder)
    expect(report.gpus.nvidiaSmi).toEqual({
      gpus: [],
      problem: 'nvidia-smi failed (exit code 9): driver not loaded',
    })
    expect(formatDoctor(report)).toContain('nvidia-smi: nvidia-smi failed (exit code 9)')
  })
  test('does not hang with it', async () => {
    restore = withNvidiaSmi('while true; do sleep 0.1; done')
    const { gpus } = await examine(folder)
    expect(gpus.nvidiaSmi.problem).toMatch(/did not answer within 5 s/)
    expect(gpus.systeminformation.problem).toMatch(/not asked/)
  })
})
