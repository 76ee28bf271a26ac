import { describeEngines } from './testing/engine-suite.ts'
import { sessionChecks } from './testing/engine-suite-session.ts'

await describeEngines(sessionChecks)
