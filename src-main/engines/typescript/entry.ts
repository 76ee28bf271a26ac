import type { Device } from '#contract/devices.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import type { ArrayEngine } from '../entry.ts'
import { processorName } from '../processor.ts'

const cpu = (): Device => ({
  id: 'cpu',
  kind: 'cpu',
  api: 'javascript',
  name: processorName(),
  isSoftware: false,
})

/** Plain typed arrays in the run's own process. */
export const typescript: ArrayEngine = {
  name: 'typescript',
  trains: 'arrays',
  deviceIds: ['cpu'],
  merit: 'for two weights plain typed arrays are faster than a framework',
  remark: 'Always available; runs the parts that train no network.',
  describe: (reason) => ({
    name: 'typescript',
    version: packageJson.version,
    device: cpu(),
    detail: '64-bit floating point',
    reason,
  }),
}
