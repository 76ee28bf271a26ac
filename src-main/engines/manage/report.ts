import type { DeviceRow, EnginesReport, StandingDefault } from '#contract/engines.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import { automaticWords, offerOf, type Offer } from '../automatic.ts'
import type { ArrayEngine, NetworkEngine, UsableDevice } from '../entry.ts'
import { predictedMs, workOf, type Calibration } from '../probing/step-time.ts'
import { engines } from '../registry.ts'
import { archiveNeeds, wheelNeeds } from '../tensorflow/acquire/needed-space.ts'
import { findInstallation, tensorflowFolder, usualSource } from '../tensorflow/installation.ts'

/** The engine whose library is installed and removed here. */
export const libraryEngine = 'tensorflow'

/** What can be read of the engines on this machine, without loading anything native. `home`: the lab's data folder. */
export async function readEngines(home: string): Promise<Pick<EnginesReport, 'devices' | 'library'>> {
  const networkEngines = engines.filter((engine) => engine.trains === 'networks')
  const offer = await offerOf(networkEngines, home)
  const installation = await findInstallation(home)
  return {
    devices: engines.flatMap((engine) =>
      engine.trains === 'arrays' ? arrayRow(engine) : networkRows(engine, offer),
    ),
    library: {
      installed: installation && {
        version: installation.version,
        source: installation.source,
        fetchedBytes: installation.downloads.reduce((sum, { bytes }) => sum + bytes, 0),
      },
      folder: tensorflowFolder(home),
      sources:
        usualSource() === 'wheel'
          ? [
              { source: 'wheel', needsBytes: wheelNeeds() },
              { source: 'archive', needsBytes: archiveNeeds },
            ]
          : [{ source: 'archive', needsBytes: archiveNeeds }],
    },
  }
}

function arrayRow(engine: ArrayEngine): DeviceRow[] {
  const { version, device } = engine.describe(engine.remark)
  if (device === null) return []
  return [
    {
      ...{ engine: engine.name, trains: 'arrays', id: device.id, device, version },
      ...{ standing: 'ready', reason: engine.remark, speed: null, canTry: false },
      automatic: 'Always used for the parts that train no network.',
    },
  ]
}

function networkRows(engine: NetworkEngine, offer: Offer): DeviceRow[] {
  const state = offer.states.get(engine)
  const shared = { engine: engine.name, trains: 'networks' as const }
  const notOffered = 'Not offered while it cannot be used.'
  if (state?.kind !== 'ready')
    return engine.deviceIds.map((id) => ({
      ...{ ...shared, id, device: null, version: null },
      ...{ standing: state?.standing ?? 'notTried', reason: state?.problem ?? '' },
      ...{ automatic: notOffered, speed: null },
      // Its library has one trial for all its devices.
      canTry: id === engine.deviceIds[0] && state?.standing !== 'notInstalled',
    }))
  return state.devices.map((each): DeviceRow => {
    const { device } = each
    const row = { ...shared, id: device.id, device }
    const hasTrial = engine.tryDevices !== undefined && device.kind === 'gpu'
    if (each.problem !== null)
      return {
        ...{ ...row, version: null, standing: each.standing, reason: each.problem },
        ...{ automatic: notOffered, speed: null, canTry: hasTrial },
      }
    return {
      ...{ ...row, version: each.description.version, standing: 'ready', reason: each.description.reason },
      automatic: automaticWords({ engine, usable: each }, offer),
      speed: speedOf(each),
      canTry: hasTrial || engine.name === libraryEngine,
    }
  })
}

const cnnImages = 64

function speedOf({ calibration }: UsableDevice): (Calibration & { cnnMs: number }) | null {
  if (calibration === null) return null
  return {
    ...calibration,
    cnnMs: predictedMs(calibration, workOf(simpleCnn({ classes: 10 }), cnnImages)),
  }
}

/** Why engine and device cannot be the default: one sentence; null if they can. */
export function defaultProblem(
  { engine, device }: Pick<StandingDefault, 'engine' | 'device'>,
  devices: readonly DeviceRow[],
): string | null {
  if (engine === 'auto' && device === 'auto') return null
  const row = devices.find((each) => each.engine === engine && each.id === device)
  if (row === undefined) return `There is no engine "${engine}" with a device "${device}".`
  if (row.trains === 'arrays') return `The engine "${engine}" trains no network, so it cannot be the default.`
  return row.standing === 'ready' ? null : `${engine} on "${device}" cannot be the default: ${row.reason}`
}
