/** Entry of the process that imports or downloads a data set. */
import { openParentLink } from '#processes/parent-link.ts'
import { serveDataJob } from './serve-job.ts'

serveDataJob(openParentLink())
