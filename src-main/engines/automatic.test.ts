import { expect, it } from 'vitest'
import type { Device } from '#contract/devices.ts'
import { resnet } from '#models/resnet.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import { decide, isBest, offerOf, type Candidate } from './automatic.ts'
import type { NetworkEngine, UsableDevice } from './entry.ts'
import { workOf, type Calibration } from './probing/step-time.ts'

/** Two cores: next to nothing a layer, 50 billion multiply-adds a second. */
const cpuSpeed: Calibration = { stepMs: 0.1, layerMs: 0.04, megaMs: 0.02 }
/** A card: launches cost, multiply-adds do not. */
const gpuSpeed: Calibration = { stepMs: 0.5, layerMs: 0.3, megaMs: 0.0004 }

const cpu: Device = { id: 'cpu', kind: 'cpu', api: 'native', name: 'EPYC', isSoftware: false }
const card: Device = { ...cpu, id: 'webgpu', kind: 'gpu', api: 'webgpu', name: 'RTX 4060', backend: 'vulkan' }
const cuda: Device = { ...cpu, id: 'cuda', kind: 'gpu', api: 'cuda', name: null }

const usable = (device: Device, calibration: Calibration | null = null): UsableDevice => ({
  ...{ device, calibration, merit: 'for a test', problem: null },
  description: { name: 'test', version: '1', device, detail: '', reason: '' },
})
function engine(name: string, ...devices: UsableDevice[]): NetworkEngine {
  return {
    ...{ name, trains: 'networks', deviceIds: devices.map(({ device }) => device.id), whatToDo: '' },
    state: () => Promise.resolve({ kind: 'ready', devices }),
    open: () => Promise.reject(new Error('Nothing is opened here.')),
  }
}
const idsOf = (candidates: readonly Candidate[]): string[] =>
  candidates.map(({ usable: { device } }) => device.id)

const small = workOf(simpleCnn({ classes: 3 }), 10)
const large = workOf(resnet({ depth: 18, classes: 10, form: 'cifar' }), 32)

it('takes the CPU for a small network and the GPU for a ResNet, and shows what it compared', async () => {
  const { candidates } = await offerOf([engine('onnx', usable(cpu, cpuSpeed), usable(card, gpuSpeed))], '')
  const forSmall = decide(candidates, small)
  expect(idsOf(forSmall.candidates)).toEqual(['cpu', 'webgpu'])
  expect(forSmall.comparison).toMatch(/^CPU: 0\.\d+ ms a step; GPU: 2\.\d+ ms a step$/)
  const forLarge = decide(candidates, large)
  expect(idsOf(forLarge.candidates)).toEqual(['webgpu', 'cpu'])
  expect(forLarge.comparison).toMatch(/^CPU: 1\s?\d{3} ms a step; GPU: \d+ ms a step$/)
})

it('takes the CPU if both are as fast, and if it does not know the network', async () => {
  const { candidates } = await offerOf([engine('onnx', usable(cpu, cpuSpeed), usable(card, cpuSpeed))], '')
  expect(idsOf(decide(candidates, large).candidates)).toEqual(['cpu', 'webgpu'])
  expect(decide(candidates, null)).toEqual({ candidates, comparison: null })
})

it('compares nothing that was not measured', async () => {
  for (const devices of [
    [usable(cpu), usable(card, gpuSpeed)],
    [usable(cpu, cpuSpeed), usable(card)],
  ]) {
    const { candidates } = await offerOf([engine('onnx', ...devices)], '')
    expect(idsOf(decide(candidates, large).candidates)).toEqual(['cpu', 'webgpu'])
    expect(decide(candidates, large).comparison).toBeNull()
  }
})

it.each([
  ['a GPU in software', { name: 'SwiftShader', isSoftware: true }, 'SwiftShader is a GPU in software'],
  ['a GPU that nobody names', { name: null }, 'does not say which graphics card'],
])('never takes %s, however fast it was', async (_, is, why) => {
  const doubtful = usable({ ...card, ...is }, { stepMs: 0, layerMs: 0, megaMs: 0 })
  const offer = await offerOf([engine('onnx', doubtful, usable(cpu, cpuSpeed))], '')
  const decision = decide(offer.candidates, large)
  expect(idsOf(decision.candidates)).toEqual(['cpu', 'webgpu'])
  expect(decision.comparison).toBeNull()
  expect(offer.passedOver.join(' ')).toContain(why)
})

it('leaves a CUDA device that has passed its probe in front', async () => {
  const offer = await offerOf(
    [engine('onnx', usable(cpu, cpuSpeed), usable(card, gpuSpeed)), engine('tensorflow', usable(cuda))],
    '',
  )
  expect(idsOf(offer.candidates)).toEqual(['cuda', 'cpu', 'webgpu'])
  expect(idsOf(decide(offer.candidates, large).candidates)).toEqual(['cuda', 'webgpu', 'cpu'])
  expect(isBest(cuda)).toBe(true)
})
