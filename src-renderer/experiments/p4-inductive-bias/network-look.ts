import type { NetworkName } from '#experiments/p4-inductive-bias/pure/cells.ts'
import { networkLabels } from '#experiments/p4-inductive-bias/pure/networks.ts'
import type { SeriesColor } from '#figures/trace.ts'

const colors: Readonly<Record<NetworkName, SeriesColor>> = {
  cnn: 'cnn',
  mlp: 'mlp',
  frozen: 'third',
  average: 'third',
}

/** A network has one name and one colour in every view; what stands third beside CNN and MLP is bluish green. */
export const lookOf = (network: NetworkName): { readonly label: string; readonly color: SeriesColor } => ({
  label: networkLabels[network],
  color: colors[network],
})
