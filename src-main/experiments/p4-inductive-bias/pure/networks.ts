import { initialWeights } from '#models/initial-weights.ts'
import { mlp } from '#models/mlp.ts'
import type { Model, Weights } from '#models/model.ts'
import { parametersOf } from '#models/parameters.ts'
import { sizeOf } from '#models/shapes.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import type { Random } from '#numeric/random.ts'
import type { Cell, NetworkName } from './cells.ts'
import { frozenFilters } from './edge-detectors.ts'

/** Filters of both convolutions. */
export const filterCount = 3

/** How a network is called on screen. */
export const networkLabels: Readonly<Record<NetworkName, string>> = {
  cnn: 'CNN',
  mlp: 'MLP',
  frozen: 'CNN, edge detectors',
  average: 'CNN, average pooling',
}

type Architecture = Pick<Cell, 'network' | 'kernel'>

/**
 * The network as data. The frozen one needs the filters of its convolutions, [3, side, side], from `frozenFilters`;
 * without them its values are drawn like the free one's, which is all that shapes and costs need.
 */
export function networkModel(
  { network, kernel }: Architecture,
  classes: number,
  filters?: Float32Array,
): Model {
  if (network === 'mlp') return mlp({ classes })
  if (network === 'average') return simpleCnn({ classes, kernel, pooling: 'average' })
  if (network !== 'frozen') return simpleCnn({ classes, kernel })
  const given = filters ? { given: [{ weight: filters }, { weight: repeated(filters, kernel) }] } : {}
  return simpleCnn({ classes, kernel, hasFrozenConvolutions: true, ...given })
}

/** The same filters over each of the three input channels, [3, 3, side, side]. */
function repeated(filters: Float32Array, kernel: number): Float32Array {
  const area = kernel * kernel
  const weight = new Float32Array(filterCount * filterCount * area)
  for (let filter = 0; filter < filterCount; filter++)
    for (let channel = 0; channel < filterCount; channel++)
      weight.set(
        filters.subarray(filter * area, (filter + 1) * area),
        (filter * filterCount + channel) * area,
      )
  return weight
}

/** The network of a cell with its initial weights. The third filter of the frozen one is the free one's first. */
export function initialNetwork(
  architecture: Architecture,
  classes: number,
  random: Random,
): { readonly model: Model; readonly weights: Weights } {
  if (architecture.network !== 'frozen') {
    const model = networkModel(architecture, classes)
    return { model, weights: initialWeights(model, random) }
  }
  const free = initialWeights(networkModel({ ...architecture, network: 'cnn' }, classes), random)
  const first = free['conv1.weight']?.slice(0, architecture.kernel ** 2) ?? new Float32Array()
  const model = networkModel(architecture, classes, frozenFilters(architecture.kernel, first))
  return { model, weights: initialWeights(model, random) }
}

/** How many parameters of the network are trained. */
export function trainedParameters(architecture: Architecture, classes: number): number {
  return parametersOf(networkModel(architecture, classes))
    .filter((declaration) => declaration.isTrained)
    .reduce((sum, declaration) => sum + sizeOf(declaration.shape), 0)
}

/** All parameters one after another, in the order of the model's parameter table: the snapshot `weights`. */
export function flattenWeights(model: Model, weights: Weights): Float32Array {
  const parts = parametersOf(model).map(({ name }) => weights[name] ?? new Float32Array())
  const flat = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    flat.set(part, at)
    at += part.length
  }
  return flat
}

/** The parameters of a network by name, from its snapshot `weights`. */
export function weightsFromFlat(model: Model, flat: ArrayLike<number>): Weights {
  const all = Float32Array.from(flat)
  let at = 0
  return Object.fromEntries(
    parametersOf(model).map(({ name, shape }) => [name, all.subarray(at, (at += sizeOf(shape)))]),
  )
}
