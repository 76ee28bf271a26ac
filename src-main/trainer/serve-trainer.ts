import { findPreset, parseParams } from '#contract/params.ts'
import type { RunRequest } from '#contract/runs.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { chooseEngine, openEngine } from '#engines/choose.ts'
import type { Engine } from '#engines/engine.ts'
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
    void begin(message.request, message.home, training, send)
  })
}

async function begin(
  request: RunRequest,
  home: string,
  training: Training,
  send: (message: FromTrainer) => void,
): Promise<void> {
  let engine: Engine | null = null
  try {
    const { definition, train } = findExperiment(request.experiment)
    const preset = findPreset(definition, request.preset)
    const params = parseParams(definition, preset, request.params)
    // Opened before the run says it has started, so that what is recorded is the engine that trains.
    if (preset.isTrainedByEngine === true) engine = await openEngine(request.engine, home)
    const opened = engine
    send({ type: 'started', engine: opened?.description ?? chooseEngine(request.engine) })
    await training.run(train, {
      params,
      preset: preset.id,
      random: new Random(request.seed),
      openEngine: () =>
        opened
          ? Promise.resolve(opened)
          : Promise.reject(new Error(`The preset ${preset.id} does not declare that an engine trains it.`)),
      dataset: async (asked) => {
        const data = await openDataset(home, asked)
        send({ type: 'data', hash: data.sha256, note: data.note })
        return data
      },
    })
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    send({ type: 'ended', status: 'failed', seconds: 0, problem })
  } finally {
    await engine?.close().catch(() => undefined) // the process ends next anyway
  }
}
