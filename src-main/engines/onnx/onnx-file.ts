import {
  encodeMessage,
  writeBytes,
  writeFloat,
  writeInteger,
  writeMessage,
  writeText,
  type Writer,
} from './protobuf.ts'

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

/** An input or output of a graph; a string in the shape is a size known only when the graph runs, null any shape at all. */
export interface Port {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly (number | string)[] | null
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
  return encodeMessage((model) => {
    writeInteger(model, 1, irVersion)
    writeText(model, 2, 'lab182')
    writeMessage(model, 7, (message) => writeGraph(message, graph))
    for (const [domain, version] of versions)
      writeMessage(model, 8, (message) => writeInteger(writeText(message, 1, domain), 2, version))
  })
}

function writeGraph(message: Writer, graph: Graph): void {
  for (const node of graph.nodes) writeMessage(message, 1, (inner) => writeNode(inner, node))
  writeText(message, 2, graph.name)
  for (const constant of graph.constants) writeMessage(message, 5, (inner) => writeConstant(inner, constant))
  for (const port of graph.inputs) writeMessage(message, 11, (inner) => writePort(inner, port))
  for (const port of graph.outputs) writeMessage(message, 12, (inner) => writePort(inner, port))
}

function writeNode(message: Writer, node: Node): void {
  for (const input of node.inputs) writeText(message, 1, input)
  for (const output of node.outputs) writeText(message, 2, output)
  writeText(message, 3, node.outputs[0] ?? '')
  writeText(message, 4, node.operator)
  for (const [name, value] of Object.entries(node.attributes))
    writeMessage(message, 5, (inner) => writeAttribute(inner, name, value))
  writeText(message, 7, node.domain)
}

/** AttributeProto; field 20 names the type of the value. */
function writeAttribute(message: Writer, name: string, value: Attribute): void {
  writeText(message, 1, name)
  writeInteger(message, 20, writeValue(message, value))
}

/** Writes the value of an attribute; returns the number of its type. */
function writeValue(message: Writer, value: Attribute): number {
  if (typeof value === 'number') {
    writeInteger(message, 3, value)
    return 2
  }
  if (typeof value === 'string') {
    writeText(message, 4, value)
    return 3
  }
  if ('real' in value) {
    writeFloat(message, 2, value.real)
    return 1
  }
  if ('nodes' in value) {
    writeMessage(message, 6, (inner) => writeGraph(inner, value))
    return 5
  }
  for (const item of value) writeInteger(message, 8, item)
  return 7
}

function writeConstant(message: Writer, { name, type, shape, data }: Constant): void {
  for (const side of shape) writeInteger(message, 1, side)
  writeInteger(message, 2, elementTypes[type])
  writeText(message, 8, name)
  writeBytes(message, 9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

function writePort(message: Writer, { name, type, shape }: Port): void {
  writeText(message, 1, name)
  writeMessage(message, 2, (value) =>
    writeMessage(value, 1, (tensor) => {
      writeInteger(tensor, 1, elementTypes[type])
      if (shape === null) return
      writeMessage(tensor, 2, (sides) => {
        for (const side of shape)
          writeMessage(sides, 1, (inner) =>
            typeof side === 'number' ? writeInteger(inner, 1, side) : writeText(inner, 2, side),
          )
      })
    }),
  )
}
