import { expect, it } from 'vitest'
import { describeEngines } from './testing/engine-suite.ts'
import { trajectoryChecks } from './testing/engine-suite-trajectories.ts'

it('has a trajectory of each kind of network', () => {
  expect(trajectoryChecks.length).toBeGreaterThanOrEqual(8)
})

await describeEngines(trajectoryChecks)
