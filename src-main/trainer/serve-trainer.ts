import { findPreset, parseParams } from '#contract/params.ts'
import type { RunRequest } from '#contract/runs.ts'
import { chooseEngine } from '#engines/choose.ts'
import { findExperiment } from '#experiments/registry.ts'
import { Random } from '#numeric/random.ts'
import type { ParentLink } from '#processes/link.ts'
import { toTrainerSchema, type FromTrainer } from './protocol.ts'
import { Training } from './training.ts'

/** The whole trainer process behind its line to the lab: one run, asked for by `begin`. */
export function serveTrainer(parent: ParentLink): void {
  const send = (message: FromTrainer): void => parent.post(message)
  let training: Training | null = null
  parent.onMessage((raw) => {
    const message = toTrainerSchema.parse(raw)
    if (message.type !== 'begin') {
      training?.receive(message)
      return
    }
    training = new Training(message, send)
    void begin(message.request, training, send)
  })
}

async function begin(
  request: RunRequest,
  training: Training,
  send: (message: FromTrainer) => void,
): Promise<void> {
  try {
    const { definition, train } = findExperiment(request.experiment)
    const preset = findPreset(definition, request.preset)
    const params = parseParams(definition, preset, request.params)
    send({ type: 'started', engine: await chooseEngine(request.engine) })
    await training.run(train, { params, preset: preset.id, random: new Random(request.seed) })
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    send({ type: 'ended', status: 'failed', seconds: 0, problem })
  }
}
