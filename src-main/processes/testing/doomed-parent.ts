/** For tests: `node doomed-parent.js HOW` starts a child as the lab does, and has it block. */
import { forkFrom } from '../fork.ts'

forkFrom(new URL('.', import.meta.url))('trainer').post(process.argv[2])
