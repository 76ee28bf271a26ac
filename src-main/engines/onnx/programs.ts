import type { Optimizer } from '#engines/engine.ts'
import type { Loss, Model } from '#models/model.ts'
import { GraphBuilder, type Value } from './graph-builder.ts'
import type { Gradient } from './layers/layer.ts'
import { targetTable } from './losses.ts'
import type { Graph } from './onnx-file.ts'
import { realize, updateRule } from './optimizers.ts'
import { writeEvaluation, writeStep, type MaskDeclaration, type WrittenStep } from './step.ts'
import { pack, unpack, type StoredTensor } from './storage.ts'

/** A state tensor of the optimizer for a stored tensor, as the graph's inputs name it. */
export const stateName = (state: string, stored: StoredTensor): string => `${state} of ${stored.name}`

/** A graph and the names by which its session is fed and read. */
export interface Program {
  readonly graph: Graph
  readonly masks: readonly MaskDeclaration[]
  /** Names of outputs: by input they replace in training, by parameter for gradients. */
  readonly outputs: ReadonlyMap<string, string>
  /** Output with the totals of the loss, or the outputs of the model. */
  readonly result: string
}

function allParameters(
  graph: GraphBuilder,
  stored: readonly StoredTensor[],
  values: ReadonlyMap<string, Value>,
): Map<string, Value> {
  return new Map(
    stored.flatMap((tensor) => {
      const value = values.get(tensor.name)
      return value ? unpack(graph, tensor, value) : []
    }),
  )
}

/** Rows of `table` that `rows` names, [rows, ...]. */
function gather(graph: GraphBuilder, table: Value, rows: Value, shape: readonly number[]): Value {
  return graph.node('Gather', [table, rows], shape, { axis: 0 })
}

/**
 * As many training steps as the input `steps` says in one run: a Loop whose body is forward, backward and
 * update, so that small steps do not pay for a call each. Inputs: steps; examples, targets and order
 * [steps, batch], from which each step gathers its batch; scale; factors [steps, 2] for Adam; masks
 * [steps, batch, ...]; every stored tensor and optimizer state. Outputs: the changed ones, and the loss totals.
 */
export function trainingProgram(
  model: Model,
  loss: Loss,
  optimizer: Optimizer,
  batch: number,
  outputs: number,
  stored: readonly StoredTensor[],
): Program {
  const rule = updateRule(optimizer)
  const outer = new GraphBuilder('training')
  const trip = outer.input('steps', [], 'int64')
  const examples = outer.input('examples', ['examples', ...model.input])
  const targets = targetTable(outer, loss, outputs)
  const order = outer.input('order', ['steps', batch], 'int32')
  const scale = outer.input('scale', [])
  const factors = optimizer.kind === 'adam' ? outer.input('factors', ['steps', 2]) : null

  const body = new GraphBuilder('step', outer)
  const step = body.input('step', [], 'int64')
  const condition = body.input('goes on', [], 'bool')
  const inside = new Map<string, Value>()
  const initial = new Map<string, Value>()
  const carry = (name: string, shape: readonly number[]): void => {
    initial.set(name, outer.input(name, shape))
    inside.set(name, body.input(`${name} inside`, shape))
  }
  for (const tensor of stored) {
    if (tensor.role === 'frozen') inside.set(tensor.name, outer.input(tensor.name, tensor.shape))
    else carry(tensor.name, tensor.shape)
    if (tensor.role === 'trained')
      for (const state of rule.state) carry(stateName(state, tensor), tensor.shape)
  }

  const masks: MaskDeclaration[] = []
  const rows = gather(body, order, step, [batch])
  const written = writeStep(body, model, loss, {
    parameters: allParameters(body, stored, inside),
    examples: gather(body, examples, rows, [batch, ...model.input]),
    targets: gather(body, targets, rows, [batch, outputs]),
    scale,
    mask: (rate, shape) => {
      const declaration = { input: `mask ${masks.length}`, rate, shape }
      masks.push(declaration)
      return gather(body, outer.input(declaration.input, ['steps', ...shape]), step, shape)
    },
  })

  body.output(condition, 'bool')
  const stepFactors = factors && gather(body, factors, step, [2])
  const changed = new Map<string, Value>()
  for (const tensor of stored) {
    const old = inside.get(tensor.name)
    if (!old || tensor.role === 'frozen') continue
    if (tensor.role === 'buffer') {
      changed.set(tensor.name, updatedBuffers(body, tensor, old, written))
      continue
    }
    const states = rule.state.map((state) => stateName(state, tensor))
    const updated = rule.write(
      body,
      old,
      states.flatMap((name) => inside.get(name) ?? []),
      packedGradient(body, tensor, written),
      stepFactors,
    )
    changed.set(tensor.name, updated.parameter)
    states.forEach((name, index) => {
      const value = updated.state[index]
      if (value) changed.set(name, value)
    })
  }
  const carried = [...initial.keys()]
  for (const name of carried) {
    const value = changed.get(name)
    if (value) body.output(value)
  }
  body.output(written.total)
  const results = outer.split(
    'Loop',
    [trip, outer.none(), ...initial.values()],
    [...[...initial.values()].map((value) => value.shape), [-1]],
    { body: body.finish() },
  )
  const names = results.map((value) => outer.output(value))
  return {
    graph: outer.finish(),
    masks,
    outputs: new Map(carried.map((name, index) => [name, names[index] ?? ''])),
    result: names.at(-1) ?? '',
  }
}

/** The gradient of a stored tensor; one large parameter keeps the form that the update may merge with. */
function packedGradient(graph: GraphBuilder, tensor: StoredTensor, written: WrittenStep): Gradient {
  const find = (name: string): Gradient => {
    const gradient = written.gradients.get(name)
    if (!gradient) throw new TypeError(`No gradient was written for "${name}".`)
    return gradient
  }
  const [first] = tensor.members
  if (first && tensor.members.length === 1 && first.shape.join() === tensor.shape.join())
    return find(first.name)
  const shapes = new Map(tensor.members.map((member) => [member.name, member.shape]))
  return { value: pack(graph, tensor, (name) => realize(graph, find(name), shapes.get(name) ?? [])) }
}

function updatedBuffers(graph: GraphBuilder, tensor: StoredTensor, old: Value, written: WrittenStep): Value {
  const taken = new Float32Array(tensor.size)
  const batch = pack(graph, tensor, (name) => {
    const statistics = written.statistics.get(name)
    const member = tensor.members.find((candidate) => candidate.name === name)
    if (!statistics || !member) throw new TypeError(`No statistics were written for "${name}".`)
    taken.fill(statistics.momentum, member.offset, member.offset + member.size)
    return statistics.batch
  })
  const { shape } = tensor
  const kept = graph.constant(
    'float32',
    shape,
    taken.map((momentum) => 1 - momentum),
  )
  return graph.node(
    'Add',
    [
      graph.node('Mul', [old, kept], shape),
      graph.node('Mul', [batch, graph.constant('float32', shape, taken)], shape),
    ],
    shape,
  )
}

/** Gradients of the loss on one batch: inputs as in training without steps, outputs by parameter. */
export function gradientProgram(
  model: Model,
  loss: Loss,
  batch: number,
  outputs: number,
  stored: readonly StoredTensor[],
): Program {
  const graph = new GraphBuilder('gradients')
  const examples = graph.input('examples', ['examples', ...model.input])
  const targets = targetTable(graph, loss, outputs)
  const rows = graph.input('order', [batch], 'int32')
  const scale = graph.input('scale', [])
  const values = new Map(stored.map((tensor) => [tensor.name, graph.input(tensor.name, tensor.shape)]))
  const masks: MaskDeclaration[] = []
  const written = writeStep(graph, model, loss, {
    parameters: allParameters(graph, stored, values),
    examples: gather(graph, examples, rows, [batch, ...model.input]),
    targets: gather(graph, targets, rows, [batch, outputs]),
    scale,
    mask: (rate, shape) => {
      const declaration = { input: `mask ${masks.length}`, rate, shape }
      masks.push(declaration)
      return graph.input(declaration.input, shape)
    },
  })
  const shapes = new Map(
    stored.flatMap((tensor) => tensor.members.map((member) => [member.name, member.shape])),
  )
  const names = new Map<string, string>()
  for (const [name, gradient] of written.gradients)
    names.set(name, graph.output(realize(graph, gradient, shapes.get(name) ?? [])))
  const result = graph.output(written.total)
  return { graph: graph.finish(), masks, outputs: names, result }
}

/** Outputs of the model for a batch of this size, which may be faster, or of any size where it is 0. */
export function evaluationProgram(model: Model, batch: number, stored: readonly StoredTensor[]): Program {
  const graph = new GraphBuilder('evaluation')
  const examples = graph.input('examples', [batch || 'batch', ...model.input])
  const values = new Map(stored.map((tensor) => [tensor.name, graph.input(tensor.name, tensor.shape)]))
  const result = writeEvaluation(graph, model, allParameters(graph, stored, values), examples)
  const name = graph.output(result)
  return { graph: graph.finish(), masks: [], outputs: new Map(), result: name }
}
