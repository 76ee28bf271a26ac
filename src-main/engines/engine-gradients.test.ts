import { describeEngines } from './testing/engine-suite.ts'
import { familyGradientChecks, layerGradientChecks } from './testing/engine-suite-gradients.ts'

await describeEngines([...layerGradientChecks, ...familyGradientChecks])
