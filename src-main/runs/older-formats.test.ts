import { describe, expect, it } from 'vitest'
import { upgradeRequest, upgradeStored } from './older-formats.ts'

const asked = (experiment: string, preset: string, params = {}) =>
  upgradeRequest({ experiment, preset, params, seed: 1, engine: 'auto' })

describe('a request of format 1', () => {
  it.each([
    ['p1-dropout', '1e', '1e', 'main'],
    ['p1-dropout', '1i-homework', '1i', 'main'],
    ['p4-inductive-bias', '4c-search', '4c', 'search'],
    ['p4-inductive-bias', '4e-kernels', '4e', 'kernels'],
    ['p5-gpu-memory', '5c-largest', '5c', 'largest'],
    ['p2-regularization', 'all', '2', 'all'],
  ])('%s %s is slot %s %s', (experiment, preset, part, slot) => {
    expect(asked(experiment, preset)).toEqual({ part, slot, params: {}, seed: 1, engine: 'auto' })
  })

  it('keeps the parameters of its slot and drops those that had no effect in it', () => {
    const params = { images: 20, epochs: 3, perClass: [10, 20] }
    expect(asked('p4-inductive-bias', '4c-search', params)).toMatchObject({
      params: { images: 20, epochs: 3 },
    })
    expect(asked('p4-inductive-bias', 'all', params)).toMatchObject({ params })
  })

  it('is left alone where it is of this version, or nothing the lab knows', () => {
    const request = { part: '1e', slot: 'main', params: { any: 1 } }
    expect(upgradeRequest(request)).toBe(request)
    expect(upgradeRequest(null)).toBeNull()
  })
})

describe('a stored run', () => {
  it('of format 1 becomes one of format 2; a newer one is left to be refused', () => {
    const stored = {
      format: 1,
      owner: null,
      run: { request: { experiment: 'p1-dropout', preset: '1d', params: {} } },
    }
    expect(upgradeStored(stored)).toEqual({
      format: 2,
      owner: null,
      run: { request: { part: '1d', slot: 'main', params: {} } },
    })
    const newer = { format: 3, run: {} }
    expect(upgradeStored(newer)).toBe(newer)
  })
})
