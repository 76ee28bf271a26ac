import { expect, it } from 'vitest'
import type { LabDescription } from '#contract/messages.ts'
import { findPart } from '#experiments/problems.ts'
import { defaultEngine, EngineChoice, engineOptions, gpuProblems } from './engine-choice.svelte.ts'
import type { LabState } from './lab.svelte.ts'

const cpu = { id: 'cpu', kind: 'cpu', api: 'native', name: 'EPYC', isSoftware: false } as const
const card = {
  ...cpu,
  id: 'webgpu',
  kind: 'gpu',
  api: 'webgpu',
  name: 'RTX 4060',
  backend: 'vulkan',
} as const

const enginesWith = (problem: string | null): LabDescription['engines'] => [
  {
    ...{ name: 'typescript', trains: 'arrays', isAutomatic: true, problem: null },
    devices: [{ device: { ...cpu, api: 'javascript' }, problem: null }],
    description: { name: 'typescript', version: '1', device: null, detail: '', reason: '' },
  },
  {
    ...{ name: 'onnx', trains: 'networks', isAutomatic: true, problem: null },
    devices: [
      { device: cpu, problem: null },
      { device: card, problem },
    ],
    description: { name: 'onnx', version: 'onnxruntime-node 1', device: cpu, detail: '', reason: '' },
  },
]

it('offers what can be used, and says why a GPU cannot', () => {
  expect(engineOptions(enginesWith(null), 'networks')).toEqual([
    { engine: 'onnx', device: 'cpu', value: 'onnx cpu', label: 'onnx on CPU', title: 'onnx on EPYC (CPU)' },
    {
      ...{ engine: 'onnx', device: 'webgpu', value: 'onnx webgpu', label: 'onnx on GPU, WebGPU' },
      title: 'onnx on RTX 4060, WebGPU through Vulkan',
    },
  ])
  const failing = enginesWith('The graphics card fails its trial.')
  expect(engineOptions(failing, 'networks').map(({ device }) => device)).toEqual(['cpu'])
  expect(gpuProblems(failing, 'networks')).toEqual(['The graphics card fails its trial.'])
  expect(gpuProblems(enginesWith(null), 'networks')).toEqual([])
})

function choiceOn(engines: LabDescription['engines']): EngineChoice {
  const slot = findPart('4a')?.part.slotList[0]
  if (!slot) throw new Error('There is a part 4a.')
  const engineFor = () => engines.find(({ name }) => name === 'onnx')?.description
  return new EngineChoice({ description: { engines }, engineFor } as unknown as LabState, slot)
}

it('asks for what was chosen, and takes over what a run was asked', () => {
  const choice = choiceOn(enginesWith(null))
  expect(choice.request).toEqual({ engine: 'auto', device: 'auto' })
  expect(choice.expected?.device?.id).toBe('cpu')
  choice.choose('onnx webgpu')
  expect(choice.request).toEqual({ engine: 'onnx', device: 'webgpu' })
  expect(choice.expected).toMatchObject({ name: 'onnx', device: { name: 'RTX 4060' } })
  choice.take({ engine: 'onnx', device: 'cpu' })
  expect(choice.chosen?.value).toBe('onnx cpu')
  choice.choose('')
  expect(choice.isAsIn({ engine: 'auto' })).toBe(true)
})

it('asks for nothing that this machine cannot do', () => {
  const choice = choiceOn(enginesWith('The graphics card fails its trial.'))
  choice.take({ engine: 'onnx', device: 'webgpu' })
  expect(choice.chosen).toBeNull()
  expect(choice.request).toEqual({ engine: 'auto', device: 'auto' })
})

it('names the default of the lab, and says why it cannot be used', () => {
  const withDefault = (problem: string | null) =>
    enginesWith(problem).map((engine) =>
      engine.name === 'onnx' ? { ...engine, defaultDevice: 'webgpu' } : engine,
    )
  expect(defaultEngine(enginesWith(null), 'networks')).toBeNull()
  expect(defaultEngine(withDefault(null), 'networks')).toEqual({
    label: 'onnx on GPU, WebGPU',
    problem: null,
  })
  expect(defaultEngine(withDefault('The card is gone.'), 'networks')?.problem).toBe(
    'The default, onnx webgpu, cannot be used. The card is gone. A device is chosen automatically.',
  )
  expect(defaultEngine(withDefault(null), 'arrays')).toBeNull()
})
