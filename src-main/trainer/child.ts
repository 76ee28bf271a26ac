/** Entry of the trainer process. */
import { openParentLink } from '#processes/parent-link.ts'
import { serveTrainer } from './serve-trainer.ts'

serveTrainer(openParentLink())
