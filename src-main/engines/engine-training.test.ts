import { describeEngines } from './testing/engine-suite.ts'
import { dropoutChecks } from './testing/engine-suite-dropout.ts'
import { trainingChecks } from './testing/engine-suite-training.ts'

await describeEngines([...trainingChecks, ...dropoutChecks])
