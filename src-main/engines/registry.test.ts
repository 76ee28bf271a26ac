import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deviceWords, engineOnDevice } from '#contract/devices.ts'
import { labDescriptionSchema } from '#contract/messages.ts'
import { resnet } from '#models/resnet.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import { machineKey } from './onnx/webgpu/machine-key.ts'
import { writeWebgpuResult } from './onnx/webgpu/trial-record.ts'
import { chooseEngine, engines as registered, listEngines, openEngine } from './registry.ts'
import type { Manifest } from './tensorflow/installation.ts'
import { findPackage } from './tensorflow/package.ts'
import { probeKey, writeProbe } from './tensorflow/probe-record.ts'

let home: string
const variable = process.env['VK_ICD_FILENAMES']
/** The manifest of the only driver, as far as these tests are concerned. */
const manifestPath = (): string => join(home, 'card.json')
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lab182-choose-'))
  process.env['VK_ICD_FILENAMES'] = manifestPath()
})
afterEach(async () => {
  if (variable === undefined) delete process.env['VK_ICD_FILENAMES']
  else process.env['VK_ICD_FILENAMES'] = variable
  await rm(home, { recursive: true, force: true })
})
const noGpu = expect.stringMatching(/graphics card/) as string

test('lists each engine with a description or a sentence, in the shape of the contract', async () => {
  const engines = labDescriptionSchema.shape.engines.parse(await listEngines(home))
  expect(engines.map((engine) => engine.name)).toEqual(['typescript', 'onnx', 'tensorflow'])
  for (const engine of engines) expect((engine.description === null) !== (engine.problem === null)).toBe(true)
  expect(engines[0]?.description?.detail).toContain('64-bit')
  expect(engines[2]?.problem).toMatch(/not installed; run "npm run engine:tensorflow"/)
})

test('without networks: takes plain TypeScript by name and automatically, and says why', () => {
  expect(chooseEngine('auto').name).toBe('typescript')
  expect(chooseEngine('typescript').reason).not.toBe(chooseEngine('auto').reason)
})

test('without networks: names the allowed engines when another is asked for', () => {
  expect(() => chooseEngine('pytorch')).toThrow(/"pytorch".*"auto" or "typescript"/)
  expect(() => chooseEngine('tensorflow')).toThrow(/trains no network.*"auto" or "typescript"/)
})

test('for networks: automatically takes onnx where TensorFlow is not installed, and says why', async () => {
  const engine = await openEngine('auto', home)
  expect(engine.description.name).toBe('onnx')
  expect(engine.description.reason).toMatch(/automatically.*native library is not installed/)
  await engine.close()
})

test('for networks: says why an engine cannot be opened and what to do', async () => {
  await expect(openEngine('tensorflow', home)).rejects.toThrow(
    /"tensorflow" cannot be opened.*not installed; run "npm run engine:tensorflow".*"auto" or "onnx"/,
  )
  await expect(openEngine('typescript', home)).rejects.toThrow(/does not train networks.*"auto"/)
  await expect(openEngine('pytorch', home)).rejects.toThrow(/"pytorch".*"auto", "onnx" or "tensorflow"/)
})

/** Writes what an installed library leaves, with an addon that cannot be loaded and a probe that says it can. */
async function pretendInstalled(device: 'CUDA' | 'CPU'): Promise<void> {
  const folder = join(home, 'engines', 'tensorflow', '2.20.0')
  const manifest: Manifest = {
    ...{ source: 'wheel', version: '2.20.0', packageVersion: '4.22.0', addon: 'tfjs_binding.node' },
    ...{ downloads: [], installedAt: '2026-01-01T00:00:00Z' },
  }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'installed.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'tfjs_binding.node'), 'not a library')
  const version = findPackage()?.version ?? ''
  const key = probeKey({ ...manifest, folder }, version)
  await writeProbe(folder, key, { outcome: 'passed', device, deviceName: null, tensorflow: '2.20.0' })
}

test('for networks: automatically leaves a TensorFlow without CUDA alone, and lists it', async () => {
  await pretendInstalled('CPU')
  const engine = await openEngine('auto', home)
  expect(engine.description).toMatchObject({
    name: 'onnx',
    reason: expect.stringContaining('no CUDA device'),
  })
  await engine.close()
  const [, , tensorflow] = await listEngines(home)
  expect(tensorflow?.description).toMatchObject({ version: '2.20.0', device: { kind: 'cpu' } })
})

test('for networks: falls back from a CUDA library that no longer loads, and by name says so', async () => {
  await pretendInstalled('CUDA')
  const engine = await openEngine('auto', home)
  expect(engine.description.name).toBe('onnx')
  expect(engine.description.reason).toMatch(/"tensorflow" could not be loaded: .*tfjs_binding\.node/)
  await engine.close()
  await expect(openEngine('tensorflow', home)).rejects.toThrow(
    /could not be loaded: .*Run "npm run engine:tensorflow" again/,
  )
})

test('lists the devices of each engine, and the engine that "auto" takes for what it trains', async () => {
  const engines = await listEngines(home)
  const onnx = engines.find(({ name }) => name === 'onnx')
  expect(onnx?.devices.map(({ device: { id, kind, api }, problem }) => ({ id, kind, api, problem }))).toEqual(
    [
      { id: 'cpu', kind: 'cpu', api: 'native', problem: null },
      { id: 'webgpu', kind: 'gpu', api: 'webgpu', problem: noGpu },
      { id: 'wasm', kind: 'cpu', api: 'wasm', problem: null },
    ],
  )
  const automatic = () => listEngines(home).then((all) => all.flatMap((e) => (e.isAutomatic ? [e.name] : [])))
  expect(await automatic()).toEqual(['typescript', 'onnx'])
  await pretendInstalled('CUDA')
  expect(await automatic()).toEqual(['typescript', 'tensorflow'])
  const tensorflow = (await listEngines(home)).find(({ name }) => name === 'tensorflow')
  expect(tensorflow?.description?.device).toMatchObject({ id: 'cuda', kind: 'gpu' })
  expect(tensorflow?.devices.map(({ problem }) => problem === null)).toEqual([true, false])
})

test('each engine has only devices that its entry names', async () => {
  for (const installed of [null, 'CPU', 'CUDA'] as const) {
    if (installed !== null) await pretendInstalled(installed)
    for (const { name, devices } of await listEngines(home)) {
      const known = registered.find((entry) => entry.name === name)?.deviceIds ?? []
      const listed = devices.map(({ device }) => device.id)
      expect(listed).toEqual(listed.length === 0 ? [] : known)
    }
  }
})

test('for networks: opens the device that is named, with or without its engine', async () => {
  for (const requested of ['onnx', 'auto']) {
    const engine = await openEngine(requested, home, { device: 'wasm', threads: 1 })
    expect(engine.description).toMatchObject({ name: 'onnx', device: { id: 'wasm', api: 'wasm' } })
    await engine.close()
  }
})

test('for networks: says which devices there are, and why one cannot be used', async () => {
  await expect(openEngine('onnx', home, { device: 'cuda' })).rejects.toThrow(
    'The engine "onnx" has no device "cuda". Use "auto", "cpu", "webgpu" or "wasm".',
  )
  await expect(openEngine('auto', home, { device: 'npu' })).rejects.toThrow(
    'No engine that can train this has a device "npu". Use "auto", "cpu", "webgpu", "wasm" or "cuda".',
  )
  await expect(openEngine('auto', home, { device: 'cuda' })).rejects.toThrow(
    /No engine can train on the device "cuda": .*not installed.* Use the device "auto"\.$/,
  )
  await pretendInstalled('CPU')
  await expect(openEngine('tensorflow', home, { device: 'cuda' })).rejects.toThrow(
    'The engine "tensorflow" cannot be opened: TensorFlow found no CUDA device. Or use "auto" or "onnx".',
  )
  expect(() => chooseEngine('auto', 'wasm')).toThrow(
    '"typescript" has no device "wasm". Use "auto" or "cpu".',
  )
})

/** Leaves what a trial of WebGPU leaves: a GPU of this name, whose launches cost and whose multiply-adds do not. */
async function pretendTried(name: string, isSoftware = false): Promise<void> {
  await writeFile(manifestPath(), JSON.stringify({ ICD: { library_path: './libcard.so' } }))
  await writeWebgpuResult(home, machineKey(), {
    outcome: 'passed',
    adapter: { backend: 'vulkan', name, driver: 'libcard.so', isSoftware },
    calibration: {
      webgpu: { stepMs: 0.5, layerMs: 0.3, megaMs: 0.0004 },
      cpu: { stepMs: 0.1, layerMs: 0.04, megaMs: 0.02 },
    },
  })
}
const small = { model: simpleCnn({ classes: 3 }), batchSize: 10 }
const large = { model: resnet({ depth: 18, classes: 10, form: 'cifar' }), batchSize: 32 }

describe.runIf(process.platform === 'linux')('with a GPU that has passed its trial', () => {
  test('names the GPU, and says how WebGPU reaches it', async () => {
    await pretendTried('Card 9000')
    const onnx = (await listEngines(home)).find(({ name }) => name === 'onnx')
    const gpu = onnx?.devices.find(({ device }) => device.id === 'webgpu')
    expect(gpu?.problem).toBeNull()
    expect(gpu && deviceWords(gpu.device)).toBe('Card 9000, WebGPU through Vulkan')
    const engine = await openEngine('onnx', home, { device: 'webgpu' })
    expect(engineOnDevice(engine.description)).toBe('onnx on Card 9000, WebGPU through Vulkan')
  })

  test('takes the device that is predicted to be faster, and says from what', async () => {
    await pretendTried('Card 9000')
    const opened = new Map()
    const onCpu = await openEngine('auto', home, { network: small, opened })
    expect(onCpu.description).toMatchObject({
      device: { id: 'cpu' },
      reason: expect.stringMatching(
        /^Chosen automatically: CPU: 0\.\d+ ms a step; GPU: 2\.\d+ ms a step \(predicted\)\./,
      ) as string,
    })
    const onGpu = await openEngine('auto', home, { network: large, opened })
    expect(onGpu.description).toMatchObject({ name: 'onnx', device: { id: 'webgpu', name: 'Card 9000' } })
    const again = await openEngine('onnx', home, { network: small, opened })
    expect(again.description.reason).toMatch(/^Requested by name, its device chosen automatically\. CPU: /)
    expect([...opened.keys()]).toEqual(['onnx cpu', 'onnx webgpu'])
    await onCpu.close()
  })

  test('lets the student choose otherwise', async () => {
    await pretendTried('Card 9000')
    const engine = await openEngine('auto', home, { network: small, device: 'webgpu' })
    expect(engine.description.device?.id).toBe('webgpu')
  })

  test('never takes a GPU in software by itself, and labels it', async () => {
    await pretendTried('SwiftShader Device (Subzero)', true)
    const automatic = await openEngine('auto', home, { network: large })
    expect(automatic.description).toMatchObject({
      device: { id: 'cpu' },
      reason: expect.stringContaining('is a GPU in software, which is never chosen automatically') as string,
    })
    await automatic.close()
    const named = await openEngine('onnx', home, { device: 'webgpu' })
    expect(engineOnDevice(named.description)).toBe(
      'onnx on SwiftShader Device (Subzero), WebGPU through Vulkan (in software, on the CPU)',
    )
  })
})
