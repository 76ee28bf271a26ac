import { describeEngines } from './engine-suite.ts'
import { familyGradientChecks, layerGradientChecks } from './engine-suite-gradients.ts'

await describeEngines([...layerGradientChecks, ...familyGradientChecks])
