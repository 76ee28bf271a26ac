import { GraphBuilder, type Value } from './graph-builder.ts'
import { updateRule } from './optimizers.ts'
import { allParameters, type Program, type ProgramOptions } from './programs.ts'
import { writeStep, type MaskDeclaration } from './step.ts'
import { stateName } from './storage.ts'
import { writeUpdates } from './updates.ts'

/** How many losses a graph of one step keeps on the device, the last so many, before somebody reads them. */
export const lossesKept = 128

/** The training graph of the options: a run is many steps if the device has loops, and one step if not. */
export const trainingProgram = (options: ProgramOptions): Program =>
  options.lowering.hasLoop ? loopProgram(options) : stepProgram(options)

/**
 * As many training steps as the input `steps` says in one run: a Loop whose body is forward, backward and
 * update, so that small steps do not pay for a call each. Inputs: steps; examples, targets and order
 * [steps, batch], from which each step gathers its batch; scale; factors [steps, 2] for Adam; masks
 * [steps, batch, ...]; every stored tensor and optimizer state. Outputs: the changed ones, and the loss totals.
 */
function loopProgram(options: ProgramOptions): Program {
  const { model, loss, optimizer, batch, outputs, stored, lowering } = options
  const outer = new GraphBuilder('training')
  const trip = outer.input('steps', [], 'int64')
  const examples = outer.input('examples', ['examples', ...model.input])
  const targets = lowering.targetTable(outer, loss, outputs)
  const order = outer.input('order', ['steps', batch], 'int32')
  const scale = outer.input('scale', [])
  const factors = optimizer.kind === 'adam' ? outer.input('factors', ['steps', 2]) : null

  const body = new GraphBuilder('step', outer)
  const step = body.input('step', [], 'int64')
  const condition = body.input('goes on', [], 'bool')
  const inside = new Map<string, Value>()
  const initial = new Map<string, Value>()
  for (const { name, shape, isCarried } of heldTensors(options)) {
    if (isCarried) initial.set(name, outer.input(name, shape))
    inside.set(name, isCarried ? body.input(`${name} inside`, shape) : outer.input(name, shape))
  }

  const masks: MaskDeclaration[] = []
  const rows = body.rows(order, step, [batch])
  const written = writeStep(body, lowering, model, loss, {
    parameters: allParameters(body, stored, inside, lowering),
    examples: body.rows(examples, rows, [batch, ...model.input]),
    targets: lowering.targetRows(body, targets, rows, loss, [batch, outputs]),
    scale,
    mask: (rate, shape) => {
      const declaration = { input: `mask ${masks.length}`, rate, shape }
      masks.push(declaration)
      return body.rows(outer.input(declaration.input, ['steps', ...shape]), step, shape)
    },
  })

  body.output(condition, 'bool')
  const stepFactors = factors && body.rows(factors, step, [2])
  const changed = writeUpdates(body, options, inside, written, stepFactors)
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

/**
 * One training step: inputs as those of the loop without the axis of the steps, and `losses` [lossesKept]. Outputs: the
 * changed tensors, and the losses moved up by one with this step's total at the end.
 */
function stepProgram(options: ProgramOptions): Program {
  const { model, loss, optimizer, batch, outputs, stored, lowering } = options
  const graph = new GraphBuilder('training')
  const examples = graph.input('examples', ['examples', ...model.input])
  const targets = lowering.targetTable(graph, loss, outputs)
  const rows = graph.input('order', [batch], 'int32')
  const scale = graph.input('scale', [])
  const factors = optimizer.kind === 'adam' ? graph.input('factors', [2]) : null
  const losses = graph.input('losses', [lossesKept])
  const held = heldTensors(options)
  const values = new Map(held.map(({ name, shape }) => [name, graph.input(name, shape)]))
  const masks: MaskDeclaration[] = []
  const written = writeStep(graph, lowering, model, loss, {
    parameters: allParameters(graph, stored, values, lowering),
    examples: graph.rows(examples, rows, [batch, ...model.input]),
    targets: lowering.targetRows(graph, targets, rows, loss, [batch, outputs]),
    scale,
    mask: (rate, shape) => {
      const declaration = { input: `mask ${masks.length}`, rate, shape }
      masks.push(declaration)
      return graph.input(declaration.input, shape)
    },
  })
  const names = new Map<string, string>()
  for (const [name, value] of writeUpdates(graph, options, values, written, factors))
    names.set(name, graph.output(value))
  const ends = [graph.integers([1]), graph.integers([lossesKept]), graph.integers([0])]
  const earlier = graph.node('Slice', [losses, ...ends], [lossesKept - 1])
  const all = graph.node('Concat', [earlier, graph.reshape(written.total, [1])], [lossesKept], { axis: 0 })
  const result = graph.output(all)
  return { graph: graph.finish(), masks, outputs: names, result }
}

/** Every stored tensor, and behind each trained one the optimizer's state; carried are those that a step changes. */
function heldTensors({
  optimizer,
  stored,
}: ProgramOptions): { name: string; shape: readonly number[]; isCarried: boolean }[] {
  const { state } = updateRule(optimizer)
  return stored.flatMap((tensor) => {
    const { role, shape } = tensor
    const names = role === 'trained' ? state.map((each) => stateName(each, tensor)) : []
    return [tensor.name, ...names].map((name) => ({ name, shape, isCarried: role !== 'frozen' }))
  })
}
