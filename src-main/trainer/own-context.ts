import type { StandingDefault } from '#contract/engines.ts'
import type { EngineDescription, RunRequest } from '#contract/runs.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { openEngine } from '#engines/registry.ts'
import type { Engine } from '#engines/engine.ts'
import type { NetworkToTrain, TrainContext } from '#experiments/train.ts'
import { Random } from '#numeric/random.ts'
import { DeviceReader } from '#telemetry/device-reader.ts'

/**
 * What every trainer process of a run is given: the generator from the run's seed, the engine (opened when it is
 * first asked for; `standing`: what "auto" takes, read once for the whole run; `threads` of an operator, null: its choice) and the data sets. The listeners hear what was opened, for the run's record.
 */
export function ownContext(
  request: RunRequest,
  home: string,
  threads: number | null,
  standing: StandingDefault,
  {
    onEngine,
    onData,
  }: {
    readonly onEngine: (engine: EngineDescription) => void
    readonly onData: (data: { readonly hash: string; readonly note: string | null }) => void
  },
) {
  /** By engine and device: the networks of a run may be faster on different ones. */
  const opened = new Map<string, Promise<Engine>>()
  let reason = ''
  const device = new DeviceReader()
  const open = async (network: NetworkToTrain | undefined): Promise<Engine> => {
    const engine = await openEngine(request.engine, home, {
      ...{ device: request.device, opened, standing },
      ...(network === undefined ? {} : { network }),
      ...(threads === null ? {} : { threads }),
    })
    if (engine.description.reason !== reason) onEngine(engine.description)
    reason = engine.description.reason
    return engine
  }
  return {
    /** A fresh generator with each call: a job draws the same whatever was done before it. */
    context: (): Pick<TrainContext, 'random' | 'openEngine' | 'dataset' | 'readDevice'> => ({
      random: new Random(request.seed),
      openEngine: open,
      readDevice: (question) => device.read(question),
      dataset: async (asked) => {
        const data = await openDataset(home, asked)
        onData({ hash: data.sha256, note: data.note })
        return data
      },
    }),
    close: async () => {
      // The process ends next anyway.
      for (const engine of opened.values()) await engine.then((each) => each.close()).catch(() => undefined)
    },
  }
}
