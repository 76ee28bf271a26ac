import { MessageWriter } from './protobuf.ts'

/** Element types by the numbers of onnx.proto's TensorProto.DataType. */
export const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const
export type ElementType = keyof typeof elementTypes

export type TensorData = Float32Array | Int32Array | BigInt64Array

export interface Constant {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly data: TensorData
}

/** An input or output of a graph; a string in the shape is a size known only when the graph runs. */
export interface Port {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly (number | string)[]
}

/** A whole number is written as an integer attribute, so a real one is marked as { real }. */
export type Attribute = number | string | readonly number[] | { readonly real: number } | Graph

export interface Node {
  readonly operator: string
  /** '' for an optional input that is left out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
  readonly domain: string
}

export interface Graph {
  readonly name: string
  readonly nodes: readonly Node[]
  readonly constants: readonly Constant[]
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

const operatorSet = 17
const microsoftOperatorSet = 1
const irVersion = 8

/** The bytes of an .onnx file (ModelProto) with this graph, which onnxruntime opens. */
export function encodeOnnx(graph: Graph): Uint8Array {
  const versions: readonly (readonly [string, number])[] = [
    ['', operatorSet],
    ['com.microsoft', microsoftOperatorSet],
  ]
  const model = new MessageWriter().integer(1, irVersion).text(2, 'lab182').message(7, encodeGraph(graph))
  for (const [domain, version] of versions)
    model.message(8, new MessageWriter().text(1, domain).integer(2, version))
  return model.finish()
}

function encodeGraph(graph: Graph): MessageWriter {
  const message = new MessageWriter()
  for (const node of graph.nodes) message.message(1, encodeNode(node))
  message.text(2, graph.name)
  for (const constant of graph.constants) message.message(5, encodeConstant(constant))
  for (const port of graph.inputs) message.message(11, encodePort(port))
  for (const port of graph.outputs) message.message(12, encodePort(port))
  return message
}

function encodeNode(node: Node): MessageWriter {
  const message = new MessageWriter()
  for (const input of node.inputs) message.text(1, input)
  for (const output of node.outputs) message.text(2, output)
  message.text(3, node.outputs[0] ?? '').text(4, node.operator)
  for (const [name, value] of Object.entries(node.attributes))
    message.message(5, encodeAttribute(name, value))
  return message.text(7, node.domain)
}

/** AttributeProto; field 20 names the type of the value. */
function encodeAttribute(name: string, value: Attribute): MessageWriter {
  const message = new MessageWriter().text(1, name)
  if (typeof value === 'number') return message.integer(3, value).integer(20, 2)
  if (typeof value === 'string') return message.text(4, value).integer(20, 3)
  if ('real' in value) return message.float(2, value.real).integer(20, 1)
  if ('nodes' in value) return message.message(6, encodeGraph(value)).integer(20, 5)
  for (const item of value) message.integer(8, item)
  return message.integer(20, 7)
}

function encodeConstant({ name, type, shape, data }: Constant): MessageWriter {
  const message = new MessageWriter()
  for (const side of shape) message.integer(1, side)
  return message
    .integer(2, elementTypes[type])
    .text(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

function encodePort({ name, type, shape }: Port): MessageWriter {
  const sides = new MessageWriter()
  for (const side of shape)
    sides.message(
      1,
      typeof side === 'number' ? new MessageWriter().integer(1, side) : new MessageWriter().text(2, side),
    )
  const tensor = new MessageWriter().integer(1, elementTypes[type]).message(2, sides)
  return new MessageWriter().text(1, name).message(2, new MessageWriter().message(1, tensor))
}
