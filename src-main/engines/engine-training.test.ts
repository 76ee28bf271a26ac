import { describeEngines } from './engine-suite.ts'
import { dropoutChecks } from './engine-suite-dropout.ts'
import { trainingChecks } from './engine-suite-training.ts'

await describeEngines([...trainingChecks, ...dropoutChecks])
