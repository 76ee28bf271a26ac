import type { Model, ParameterDeclaration } from '#models/model.ts'
import { parametersOf } from '#models/parameters.ts'
import { sizeOf } from '#models/shapes.ts'
import type { GraphBuilder, Value } from './graph-builder.ts'
import type { Lowering } from './layers/lowering.ts'
import { putTogether, takeApart } from './parts.ts'

/** A parameter's place in the tensor that holds it. */
export interface Member {
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
  readonly size: number
}

/** A tensor the session holds and feeds: one large parameter, or many small ones end to end. */
export interface StoredTensor {
  readonly name: string
  readonly role: 'trained' | 'frozen' | 'buffer'
  readonly shape: readonly number[]
  readonly size: number
  readonly members: readonly Member[]
}

/**
 * Parameters up to this size share one tensor, so that one update serves them all: their arithmetic costs less
 * than starting an operator for each.
 */
const smallSize = 4096

/** How the session holds the parameters and buffers of a model. */
export function planStorage(model: Model): StoredTensor[] {
  const parameters = parametersOf(model)
  const trained = parameters.filter((parameter) => parameter.isTrained)
  const isSmall = (parameter: ParameterDeclaration): boolean => sizeOf(parameter.shape) <= smallSize
  return [
    ...packed('small parameters', 'trained', trained.filter(isSmall)),
    ...trained.filter((parameter) => !isSmall(parameter)).map((parameter) => single('trained', parameter)),
    ...packed(
      'buffers',
      'buffer',
      parameters.filter((parameter) => parameter.isBuffer),
    ),
    ...parameters
      .filter((parameter) => !parameter.isTrained && !parameter.isBuffer)
      .map((parameter) => single('frozen', parameter)),
  ]
}

function single(role: StoredTensor['role'], { name, shape }: ParameterDeclaration): StoredTensor {
  const size = sizeOf(shape)
  return { name, role, shape, size, members: [{ name, shape, offset: 0, size }] }
}

function packed(
  name: string,
  role: StoredTensor['role'],
  parameters: readonly ParameterDeclaration[],
): StoredTensor[] {
  if (parameters.length === 0) return []
  let offset = 0
  const members = parameters.map((parameter): Member => {
    const size = sizeOf(parameter.shape)
    const member = { name: parameter.name, shape: parameter.shape, offset, size }
    offset += size
    return member
  })
  return [{ name, role, shape: [offset], size: offset, members }]
}

/** A state tensor of the optimizer for a stored tensor, as the graph's inputs name it. */
export const stateName = (state: string, stored: StoredTensor): string => `${state} of ${stored.name}`

/** The parameters in a stored tensor, as values of the graph by name. */
export function unpack(
  graph: GraphBuilder,
  stored: StoredTensor,
  value: Value,
  { mostParts }: Lowering,
): [string, Value][] {
  const [first] = stored.members
  if (first && stored.members.length === 1) return [[first.name, graph.reshape(value, first.shape)]]
  const sizes = stored.members.map((member) => member.size)
  return takeApart(graph, value, sizes, mostParts).map((part, index): [string, Value] => {
    const member = stored.members[index]
    if (!member) throw new RangeError(`"${stored.name}" has no part ${index}.`)
    return [member.name, graph.reshape(part, member.shape)]
  })
}

/** One value in the layout of a stored tensor from one value for each of its members. */
export function pack(
  graph: GraphBuilder,
  stored: StoredTensor,
  part: (name: string) => Value,
  { mostParts }: Lowering,
): Value {
  const [first] = stored.members
  if (first && stored.members.length === 1) return graph.reshape(part(first.name), stored.shape)
  const parts = stored.members.map((member) => graph.reshape(part(member.name), [member.size]))
  return putTogether(graph, parts, mostParts)
}
