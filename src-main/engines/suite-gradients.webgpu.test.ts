import { describeEngine } from './testing/engine-suite.ts'
import { familyGradientChecks, layerGradientChecks } from './testing/engine-suite-gradients.ts'
import { sessionChecks } from './testing/engine-suite-session.ts'
import { openSoftwareWebgpu } from './testing/software-webgpu.ts'

describeEngine(await openSoftwareWebgpu(), [
  ...layerGradientChecks,
  ...familyGradientChecks,
  ...sessionChecks,
])
