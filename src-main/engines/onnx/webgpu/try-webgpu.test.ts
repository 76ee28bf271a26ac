import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { forkFrom } from '#processes/fork.ts'
import { endOfLog } from './trial-protocol.ts'
import { tryWebgpu, type TrialOptions } from './try-webgpu.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab182-webgpu-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** A stand-in for the process that tries, which opens `gpu` and does `trying` when it is to compute. */
function standIn(trying: string, { gpu = 'Card 9000', opening = '' } = {}): TrialOptions {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(
    join(folder, 'webgpu-probe.js'),
    `process.on('message', (message) => {
       const tried = (problem, calibration = null) => process.send({ type: 'tried', problem, calibration })
       if (message.type === 'open') {
         ${opening}
         const line = process.env.VK_LOADER_DEBUG ? 'Using "${gpu}" with driver: "/lib/libcard.so"' : ''
         process.stderr.write(line + '\\n${endOfLog}\\n')
         process.send({ type: 'opened', problem: null, listed: [] })
       } else { ${trying} }
     })`,
  )
  const startProcess = forkFrom(pathToFileURL(`${folder}/`))
  return { startProcess, signal: new AbortController().signal, platform: 'linux' }
}

const calibration = { stepMs: 1, layerMs: 0.1, megaMs: 0 }

it('passes a GPU that computes right, with its name, driver and calibration', async () => {
  const options = standIn(
    `tried(null, message.isCalibrated ? { webgpu: ${JSON.stringify(calibration)}, cpu: ${JSON.stringify(calibration)} } : null)`,
  )
  expect(await tryWebgpu(options)).toEqual({
    outcome: 'passed',
    adapter: { backend: 'vulkan', name: 'Card 9000', driver: 'libcard.so', isSoftware: false },
    calibration: { webgpu: calibration, cpu: calibration },
  })
})

it('does not calibrate an imitation', async () => {
  const options = standIn(`tried(message.isCalibrated ? 'it was calibrated' : null)`, {
    gpu: 'SwiftShader Device (Subzero)',
  })
  expect(await tryWebgpu(options)).toMatchObject({
    ...{ outcome: 'passed', calibration: null, adapter: { isSoftware: true } },
  })
})

it.each([
  [
    'crashes',
    `process.kill(process.pid, 'SIGSEGV')`,
    'The graphics card "Card 9000" cannot be used: the process that tried it ended by signal SIGSEGV.',
  ],
  ['ends', `process.exit(0)`, /cannot be used: the process that tried it ended with code 0\.$/],
  ['hangs', ``, 'The graphics card "Card 9000" did not answer its trial within 5 s.'],
  ['says something else', `process.send({ type: 'perhaps' })`, /gave no answer that can be read\.$/],
  [
    'computes wrong',
    `tried('its gradient of fc.weight is 2 and not 1')`,
    'The graphics card "Card 9000" fails its trial: its gradient of fc.weight is 2 and not 1.',
  ],
])('does not offer a GPU that %s, and says why', async (_, trying, problem) => {
  const result = await tryWebgpu({ ...standIn(trying), ...(trying === '' ? { timeoutMs: 5000 } : {}) })
  expect(result).toMatchObject({ outcome: 'failed', adapter: { name: 'Card 9000' } })
  if (typeof problem === 'string') expect(result).toMatchObject({ problem })
  else expect(result).toMatchObject({ problem: expect.stringMatching(problem) as string })
})

it('does not offer a GPU whose driver crashes when it is opened', async () => {
  const result = await tryWebgpu(standIn('', { opening: `process.kill(process.pid, 'SIGABRT')` }))
  expect(result).toEqual({
    ...{ outcome: 'failed', adapter: null },
    problem: 'The graphics card cannot be used: the process that tried it ended by signal SIGABRT.',
  })
})

it.each([
  [
    `Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open`,
    'linux',
    /^The Vulkan loader \(libvulkan\.so\.1\) is not installed/,
  ],
  ['', 'linux', /^No graphics card with a Vulkan driver was found/],
  ['', 'win32', /^No graphics card with a Direct3D 12 driver/],
  ['shaderUniformBufferArrayDynamicIndexing required', 'linux', /lacks what WebGPU needs/],
] as const)('says why there is no GPU: %s on %s', async (log, platform, problem) => {
  const opening = `process.stderr.write(${JSON.stringify(log)} + '\\n${endOfLog}\\n')
    return process.send({ type: 'opened', problem: 'Failed to get a WebGPU adapter: No supported adapters', listed: [] })`
  const result = await tryWebgpu({ ...standIn('', { opening }), platform })
  expect(result).toMatchObject({ outcome: 'absent', problem: expect.stringMatching(problem) as string })
})

it('lets what is remembered of the same adapter hold, and tries another one', async () => {
  const remembered = await tryWebgpu(standIn(`tried('it was wrong')`))
  const options = { ...standIn(`tried(null)`), remembered }
  expect(await tryWebgpu(options)).toBe(remembered)
  expect(await tryWebgpu({ ...standIn(`tried(null)`, { gpu: 'Card 9001' }), remembered })).toMatchObject({
    ...{ outcome: 'passed', adapter: { name: 'Card 9001' } },
  })
})

it('is cancelled by the signal', async () => {
  const cancel = new AbortController()
  const result = tryWebgpu({ ...standIn(''), signal: cancel.signal })
  cancel.abort(new Error('the lab closes'))
  await expect(result).rejects.toThrow('the lab closes')
})
