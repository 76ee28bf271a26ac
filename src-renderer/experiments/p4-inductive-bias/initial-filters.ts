import type { NetworkName } from '#experiments/p4-inductive-bias/pure/cells.ts'
import { initialNetwork } from '#experiments/p4-inductive-bias/pure/networks.ts'
import { Random } from '#numeric/random.ts'

/** The filters of a network's first convolution before the training, as the trainer draws them; null for the MLP. */
export function initialFilters(
  network: NetworkName,
  kernel: number,
  classes: number,
  seed: number,
): Float32Array | null {
  const { weights } = initialNetwork({ network, kernel }, classes, new Random(seed).fork('weights'))
  return weights['conv1.weight'] ?? null
}
