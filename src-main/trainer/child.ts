/** Entry of the trainer process. */
import { openParentLink } from '#processes/parent-link.ts'
import { serveTrainer } from './serve-trainer.ts'

// Ctrl-C in a terminal reaches every process of its group; the lab hears it too, and stops this one in order.
process.on('SIGINT', () => undefined)
serveTrainer(openParentLink())
