import { describeEngines } from './engine-suite.ts'
import { sessionChecks } from './engine-suite-session.ts'

await describeEngines(sessionChecks)
