/** Entry of the process that installs, removes or tries TensorFlow's library. */
import { openParentLink } from '#processes/parent-link.ts'
import { serveEngineJob } from './serve-job.ts'

serveEngineJob(openParentLink(), process.env)
