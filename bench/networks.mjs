/**
 * One engine in a process of its own, asked over stdin, one JSON object a line: `{ model, batchSize }` compiles and
 * takes the first step, `{ steps }` trains that many and answers with the seconds, `{ memory }` with the peak
 * resident bytes of the process. Arguments: the engine's name, the lab's data folder and the device ("auto" if absent).
 */
import { createInterface } from 'node:readline'
import { engineOnDevice } from '#contract/devices.ts'
import { openEngine } from '#engines/registry.ts'
import { openTraining } from './network-training.mjs'

const [name = 'auto', home = '', device = 'auto'] = process.argv.slice(2)
const answer = (content) => console.log(JSON.stringify(content))
/** Batches that lie ready unless the question says how many; training goes round them. */
const usualBatches = 8
/** @type {{ training: Awaited<ReturnType<typeof openTraining>> | null }} */
const state = { training: null }

async function prepare(engine, { model, batchSize, batches = usualBatches }) {
  state.training = await openTraining(engine, { model, batchSize, batches })
  return { firstStepSeconds: state.training.firstStepSeconds }
}

async function train(steps) {
  if (!state.training) throw new Error('A model must be compiled before it is trained.')
  return state.training.train(steps)
}

try {
  const engine = await openEngine(name, home, { device })
  const { version, detail } = engine.description
  answer({ name: `${engineOnDevice(engine.description)}, ${version}, ${detail}` })
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line)
    if (question.model) answer(await prepare(engine, question))
    else if (question.steps) answer(await train(question.steps))
    else answer({ peakBytes: process.resourceUsage().maxRSS * 1024 })
  }
  await state.training?.session.dispose()
  await engine.close()
} catch (error) {
  answer({ problem: error instanceof Error ? error.message : String(error) })
}
