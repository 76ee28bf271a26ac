import type { GraphBuilder, Value } from './graph-builder.ts'
import type { Gradient } from './layers/layer.ts'
import type { Lowering } from './layers/lowering.ts'
import { realize, updateRule } from './optimizers.ts'
import type { ProgramOptions } from './programs.ts'
import type { WrittenStep } from './step.ts'
import { pack, stateName, type StoredTensor } from './storage.ts'

/** Writes what a step makes of the stored tensors and the optimizer's state; by name, the frozen ones left out. */
export function writeUpdates(
  graph: GraphBuilder,
  { optimizer, stored, lowering }: ProgramOptions,
  old: ReadonlyMap<string, Value>,
  written: WrittenStep,
  factors: Value | null,
): Map<string, Value> {
  const rule = updateRule(optimizer)
  const changed = new Map<string, Value>()
  for (const tensor of stored) {
    const before = old.get(tensor.name)
    if (!before || tensor.role === 'frozen') continue
    if (tensor.role === 'buffer') {
      changed.set(tensor.name, updatedBuffers(graph, lowering, tensor, before, written))
      continue
    }
    const states = rule.state.map((state) => stateName(state, tensor))
    const updated = rule.write(
      graph,
      before,
      states.flatMap((name) => old.get(name) ?? []),
      packedGradient(graph, lowering, tensor, written),
      factors,
    )
    changed.set(tensor.name, updated.parameter)
    states.forEach((name, index) => {
      const value = updated.state[index]
      if (value) changed.set(name, value)
    })
  }
  return changed
}

/** The gradient of a stored tensor; one large parameter keeps the form that the update may merge with. */
function packedGradient(
  graph: GraphBuilder,
  lowering: Lowering,
  tensor: StoredTensor,
  written: WrittenStep,
): Gradient {
  const find = (name: string): Gradient => {
    const gradient = written.gradients.get(name)
    if (!gradient) throw new TypeError(`No gradient was written for "${name}".`)
    return gradient
  }
  const [first] = tensor.members
  if (first && tensor.members.length === 1 && first.shape.join() === tensor.shape.join())
    return find(first.name)
  const shapes = new Map(tensor.members.map((member) => [member.name, member.shape]))
  return {
    value: pack(graph, tensor, (name) => realize(graph, find(name), shapes.get(name) ?? []), lowering),
  }
}

function updatedBuffers(
  graph: GraphBuilder,
  lowering: Lowering,
  tensor: StoredTensor,
  old: Value,
  written: WrittenStep,
): Value {
  const kept = new Float32Array(tensor.size)
  const taken = new Float32Array(tensor.size)
  const batch = pack(
    graph,
    tensor,
    (name) => {
      const statistics = written.statistics.get(name)
      const member = tensor.members.find((candidate) => candidate.name === name)
      if (!statistics || !member) throw new TypeError(`No statistics were written for "${name}".`)
      const { momentum, factor } = statistics
      kept.fill(1 - momentum, member.offset, member.offset + member.size)
      taken.fill(momentum * factor, member.offset, member.offset + member.size)
      return statistics.batch
    },
    lowering,
  )
  const { shape } = tensor
  return graph.node(
    'Add',
    [
      graph.node('Mul', [old, graph.constant('float32', shape, kept)], shape),
      graph.node('Mul', [batch, graph.constant('float32', shape, taken)], shape),
    ],
    shape,
  )
}
