/** Entry of the process that imports or downloads a data set. */
import { openParentLink } from '#processes/parent-link.ts'
import { serveDataJob } from './serve-data-job.ts'

// As in the trainer: Ctrl-C reaches the lab too, which stops this in order.
process.on('SIGINT', () => undefined)
serveDataJob(openParentLink())
