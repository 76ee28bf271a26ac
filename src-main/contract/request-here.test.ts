import { describe, expect, it } from 'vitest'
import { requestHere } from './request-here.ts'

describe('the engine that a run is repeated with', () => {
  const device = { kind: 'cpu', api: 'native', name: null, isSoftware: false } as const
  const engine = { name: 'onnx', version: '1', device: { id: 'cpu', ...device }, detail: '', reason: '' }
  const request = { part: '4a', slot: 'main', params: {}, seed: 1, engine: 'auto' }
  const here = (problem: string | null) => [
    {
      ...{ name: 'onnx', trains: 'networks' as const, isAutomatic: false, description: null, problem: null },
      devices: [{ device: { id: 'cpu', ...device }, problem }],
    },
  ]
  it('is the recorded one where it can be used here, else the one that this lab chooses', () => {
    expect(requestHere({ request, engine }, here(null))).toMatchObject({ engine: 'onnx', device: 'cpu' })
    expect(requestHere({ request, engine }, here('no driver'))).toMatchObject({
      engine: 'auto',
      device: 'auto',
    })
    expect(requestHere({ request, engine }, [])).toMatchObject({ engine: 'auto' })
  })
})
