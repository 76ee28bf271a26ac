import { describe, expect, it } from 'vitest'
import type { Check } from './testing/engine-suite.ts'
import { dropoutChecks } from './testing/engine-suite-dropout.ts'
import { familyGradientChecks, layerGradientChecks } from './testing/engine-suite-gradients.ts'
import { openReferenceEngine, type Mistakes } from './testing/engine-suite-reference.ts'
import { sessionChecks } from './testing/engine-suite-session.ts'
import { trainingChecks } from './testing/engine-suite-training.ts'
import { trajectoryChecks } from './testing/engine-suite-trajectories.ts'

const checks = [
  ...layerGradientChecks,
  ...familyGradientChecks,
  ...trainingChecks,
  ...dropoutChecks,
  ...sessionChecks,
  ...trajectoryChecks,
]

function checkCalled(start: string): Check {
  const found = checks.find(({ title }) => title.startsWith(start))
  if (!found) throw new Error(`No check starts with "${start}".`)
  return found
}

/** Each mistake of an engine, and the check that must find it. */
const mistakes: readonly (readonly [string, Mistakes])[] = [
  ['conv 3x3 valid: gradients within', { gradientScale: 1.0001 }],
  ['conv 3x3 valid: gradients agree with finite', { gradientScale: 1.05 }],
  ['CNN: all gradients', { gradientScale: 1.001 }],
  ['small-resnet with momentum', { gradientScale: 1.001 }],
  ['regression-mlp with adam', { gradientScale: -1 }],
  ['batch norm: gradients within', { updatesRunningStatisticsInGradients: true }],
  ['CNN, drop rate 0.5: same seed', { ignoresSeed: true }],
  ['dropout: masks of the right share', { drawsMasksOnce: true }],
  ['frozen parameters', { updatesFrozen: true }],
  ['a shorter last batch', { dropsShortBatch: true }],
  ['two blocks of ResNet-18: evaluation', { usesBatchStatisticsInEvaluation: true }],
  ['CNN, drop rate 0.5: evaluation', { usesBatchStatisticsInEvaluation: true }],
  ['the learning rate', { ignoresLearningRate: true }],
  ['writing weights starts', { keepsStateOnWrite: true }],
  ['weights written are read back', { sharesWeights: true }],
  ['no growth of tensors', { leaksPerStep: true }],
  ['a disposed session', { trainsAfterDispose: true }],
  ['a model too large for memory', { throwsForeignErrors: true }],
]

describe('the suite finds each seeded mistake', () => {
  for (const [start, mistake] of mistakes)
    it(`${JSON.stringify(mistake)}: ${start}`, { timeout: 120_000 }, async () => {
      const { run } = checkCalled(start)
      await expect(openReferenceEngine(mistake).then(run)).rejects.toThrow()
    })
})
