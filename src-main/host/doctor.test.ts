import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importCifar10 } from '#data/cifar10-import.ts'
import { makeArchive } from '#data/testing/make-cifar10.ts'
import { fakeTrials } from '#engines/onnx/webgpu/trials.testing.ts'
import { withNvidiaSmi } from '#telemetry/fake-programs.testing.ts'
import { findingsText, isReady, verdict } from '#contract/doctor.ts'
import { examine, type DoctorReport } from './doctor.ts'
import { findingsOf } from './doctor-findings.ts'

const formatDoctor = (report: DoctorReport): string => findingsText(findingsOf(report))

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
  const manifest = createRequire(import.meta.url)('../../package.json') as Record<
    string,
    Record<string, string>
  >
  // Electron's own version may lack its binary; the others are what package.json asks for, to the last digit.
  const { electron, ...others } = report.packages
  expect(electron).toBe(manifest['devDependencies']?.['electron'])
  expect(others).toEqual(manifest['dependencies'])
  expect(report.processor.cores).toBeGreaterThan(0)
  expect(report.home).toMatchObject({ folder, isWritable: true, problem: null })
  expect(report.home.diskFreeBytes).toBeGreaterThan(0)
  expect(readdirSync(folder)).toEqual([])
  const text = formatDoctor(report)
  for (const part of ['Versions', 'processor:', 'typescript:', 'tensorflow: cannot be opened', folder])
    expect(text).toContain(part)
  expect(text).toMatch(
    / {2}onnx: on .*CPU.*32-bit floating point\. .*\n {4}not on "webgpu": .*graphics card.*\n {4}or on "wasm": .*WebAssembly/,
  )
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})
test.runIf(process.platform === 'linux')('tries a GPU, and names it with its driver', async () => {
  const variable = process.env['VK_ICD_FILENAMES']
  const manifest = join(folder, 'card.json')
  writeFileSync(manifest, JSON.stringify({ ICD: { library_path: './libcard.so' } }))
  process.env['VK_ICD_FILENAMES'] = manifest
  restore = () => {
    if (variable === undefined) delete process.env['VK_ICD_FILENAMES']
    else process.env['VK_ICD_FILENAMES'] = variable
  }
  expect(formatDoctor(await examine(folder))).toMatch(/not on "webgpu": .*not been tried yet/)
  const { startProcess } = fakeTrials('Card 9000')
  expect(formatDoctor(await examine(folder, startProcess))).toContain(
    'or on "webgpu": Card 9000, WebGPU through Vulkan, driver libcard.so',
  )
  const broken = fakeTrials('Card 9000', 'its loss is 1 and not 2')
  writeFileSync(join(folder, 'libcard.so'), 'another driver')
  expect(formatDoctor(await examine(folder, broken.startProcess))).toContain(
    'not on "webgpu": The graphics card "Card 9000" fails its trial: its loss is 1 and not 2.',
  )
})
test('a folder that cannot be made is a finding', async () => {
  writeFileSync(join(folder, 'file'), '')
  const { home } = await examine(join(folder, 'file', 'inside'))
  expect(home).toMatchObject({ isWritable: false, diskFreeBytes: null })
  expect(home.problem).toMatch(/file is not a folder/)
})
test.runIf(process.platform === 'linux')('a folder under /proc is one too, and does not hang', async () => {
  const { home } = await examine('/proc/lab182/home')
  expect(home).toMatchObject({ isWritable: false, problem: expect.stringMatching(/ENOENT|EACCES/) as string })
})

test('says whether the images are those of CIFAR-10', async () => {
  expect((await examine(folder)).cifar10.words).toMatch(/^not available/)
  const source = mkdtempSync(join(tmpdir(), 'lab182-source-'))
  const { path } = await makeArchive(source, 'binary', 3)
  const signal = new AbortController().signal
  await importCifar10(path, folder, { signal, fileImages: 3, onProgress: () => undefined })
  rmSync(source, { recursive: true })
  expect(formatDoctor(await examine(folder))).toContain(
    'CIFAR-10: 15 training and 3 test images from cifar-10-binary.tar.gz, binary form, not the official CIFAR-10',
  )
})

test('is ready for class unless something is missing, which it names with what to do', async () => {
  const report = await examine(folder)
  const full = { ...report, home: { ...report.home, diskFreeBytes: 1e12 } }
  expect(isReady(findingsOf(full))).toBe(true)
  expect(formatDoctor(full)).toMatch(/\nReady for class\. Warnings: .*Data, CIFAR-10\.$/)
  const failing: readonly [string, Partial<DoctorReport>, RegExp][] = [
    [
      'Data, folder',
      { home: { ...full.home, isWritable: false, problem: 'EACCES' } },
      /\[missing\] folder: .*EACCES.*LAB182_HOME/,
    ],
    ['Data, disk free', { home: { ...full.home, diskFreeBytes: 1e6 } }, /disk free: .*free some space/],
    [
      'Engines, onnx; Engines, tensorflow',
      {
        engines: full.engines.map((engine) => ({
          ...engine,
          ...(engine.trains === 'networks' ? { description: null, problem: 'It is gone.' } : {}),
        })),
      },
      /\[missing\] onnx: cannot be opened\. It is gone\./,
    ],
    ['Policy, problem', { policy: { ...full.policy, problem: 'Line 3 is damaged.' } }, /Line 3 is damaged/],
  ]
  for (const [what, change, line] of failing) {
    const findings = findingsOf({ ...full, ...change })
    expect(isReady(findings)).toBe(false)
    expect(verdict(findings)).toContain(`Not ready for class. Missing: ${what}.`)
    expect(findingsText(findings)).toMatch(line)
  }
})

describe.skipIf(process.platform === 'win32')('with a program called nvidia-smi (a shell script)', () => {
  test('reports its cards', async () => {
    restore = withNvidiaSmi("echo 'NVIDIA A100, 550.54, 81920, 1024, 0, 41'")
    const { gpus } = await examine(folder)
    expect(gpus.nvidiaSmi.gpus[0]).toMatchObject({ name: 'NVIDIA A100', vramTotalBytes: 81920 * 2 ** 20 })
  })
  test('reports the healthy ones beside one that is broken', async () => {
    restore = withNvidiaSmi("echo 'NVIDIA A100, 550.54, 81920, 1024, 0, 41'; echo broken; exit 15")
    const text = formatDoctor(await examine(folder))
    expect(text).toContain('nvidia-smi: NVIDIA A100, VRAM 1\u202fGiB used of 80\u202fGiB')
    expect(text).toContain('nvidia-smi failed (exit code 15) after the GPUs that are listed: broken')
  })
  test('reports why there are none', async () => {
    restore = withNvidiaSmi('echo driver not loaded; exit 9')
    const report = await examine(folder)
    expect(report.gpus.nvidiaSmi).toEqual({
      gpus: [],
      problem: 'nvidia-smi failed (exit code 9): driver not loaded',
      isBroken: true,
    })
    expect(formatDoctor(report)).toContain('  [warning] nvidia-smi: nvidia-smi failed (exit code 9)')
  })
  test('does not hang with it', async () => {
    restore = withNvidiaSmi('while true; do sleep 0.1; done')
    const { gpus } = await examine(folder)
    expect(gpus.nvidiaSmi.problem).toMatch(/did not answer within 5 s/)
    expect(gpus.systeminformation.problem).toMatch(/not queried/)
  })
})
