import type { Optimizer } from '#engines/engine.ts'
import type { Loss, Model } from '#models/model.ts'
import { GraphBuilder, type Value } from './graph-builder.ts'
import type { Lowering } from './layers/lowering.ts'
import type { Graph } from './onnx-file.ts'
import { realize } from './optimizers.ts'
import { writeEvaluation, writeStep, type MaskDeclaration } from './step.ts'
import { unpack, type StoredTensor } from './storage.ts'

/** What a graph is written for. */
export interface ProgramOptions {
  readonly model: Model
  readonly loss: Loss
  readonly optimizer: Optimizer
  readonly batch: number
  /** Values of one output of the model. */
  readonly outputs: number
  readonly stored: readonly StoredTensor[]
  readonly lowering: Lowering
}

/** A graph and the names by which its session is fed and read. */
export interface Program {
  readonly graph: Graph
  readonly masks: readonly MaskDeclaration[]
  /** Names of outputs: by input they replace in training, by parameter for gradients. */
  readonly outputs: ReadonlyMap<string, string>
  /** Output with the totals of the loss, or the outputs of the model. */
  readonly result: string
}

/** Every parameter by name, taken from the stored tensors. */
export function allParameters(
  graph: GraphBuilder,
  stored: readonly StoredTensor[],
  values: ReadonlyMap<string, Value>,
  lowering: Lowering,
): Map<string, Value> {
  return new Map(
    stored.flatMap((tensor) => {
      const value = values.get(tensor.name)
      return value ? unpack(graph, tensor, value, lowering) : []
    }),
  )
}

/** Gradients of the loss on one batch: inputs as in training without steps, outputs by parameter. */
export function gradientProgram({ model, loss, batch, outputs, stored, lowering }: ProgramOptions): Program {
  const graph = new GraphBuilder('gradients')
  const examples = graph.input('examples', ['examples', ...model.input])
  const targets = lowering.targetTable(graph, loss, outputs)
  const rows = graph.input('order', [batch], 'int32')
  const scale = graph.input('scale', [])
  const values = new Map(stored.map((tensor) => [tensor.name, graph.input(tensor.name, tensor.shape)]))
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
export function evaluationProgram({ model, batch, stored, lowering }: ProgramOptions): Program {
  const graph = new GraphBuilder('evaluation')
  const examples = graph.input('examples', [batch || 'batch', ...model.input])
  const values = new Map(stored.map((tensor) => [tensor.name, graph.input(tensor.name, tensor.shape)]))
  const result = writeEvaluation(
    graph,
    lowering,
    model,
    allParameters(graph, stored, values, lowering),
    examples,
  )
  const name = graph.output(result)
  return { graph: graph.finish(), masks: [], outputs: new Map(), result: name }
}
