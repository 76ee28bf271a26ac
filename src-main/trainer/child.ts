/** Entry of the trainer process: one run, then it ends. */
import { findPreset, parseParams } from '#contract/params.ts'
import { chooseEngine } from '#engines/choose.ts'
import { findExperiment } from '#experiments/registry.ts'
import { Random } from '#numeric/random.ts'
import { openParentLink } from '#processes/parent-link.ts'
import { toTrainerSchema, type FromTrainer } from './protocol.ts'
import { Training } from './training.ts'

const parent = openParentLink()
const send = (message: FromTrainer): void => parent.post(message)
let training: Training | null = null

parent.onMessage((raw) => {
  const message = toTrainerSchema.parse(raw)
  if (message.type !== 'begin') {
    training?.receive(message)
    return
  }
  training = new Training(message, send)
  void begin(message.request, training)
})

async function begin(
  request: Extract<ReturnType<typeof toTrainerSchema.parse>, { type: 'begin' }>['request'],
  started: Training,
): Promise<void> {
  try {
    const { definition, train } = findExperiment(request.experiment)
    const preset = findPreset(definition, request.preset)
    const params = parseParams(definition, preset, request.params)
    send({ type: 'started', engine: await chooseEngine(request.engine) })
    await started.run(train, { params, preset: preset.id, random: new Random(request.seed) })
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    send({ type: 'ended', status: 'failed', seconds: 0, problem })
  }
}
