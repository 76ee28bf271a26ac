import { expect, it } from 'vitest'
import { openReferenceEngine } from '../testing/engine-suite-reference.ts'
import { tryTraining } from './trial.ts'

it('passes the float64 reference itself', async () => {
  const engine = await openReferenceEngine()
  expect(await tryTraining((options) => engine.compile(options))).toBeNull()
})

it('finds gradients that are a tenth too large', async () => {
  const engine = await openReferenceEngine({ gradientScale: 1.1 })
  const found = await tryTraining((options) => engine.compile(options))
  expect(found).toMatch(/^its gradient of \S+ is \S+ and not \S+$/)
})

it('finds losses that leave the reference after the first step', async () => {
  const engine = await openReferenceEngine()
  const found = await tryTraining(async (options) =>
    engine.compile({ ...options, optimizer: { kind: 'sgd', learningRate: 0.05 } }),
  )
  expect(found).toMatch(/^its loss in step \d+ is .* and not /)
})
