import type { Attribute, Constant, ElementType, Graph, Node, Port, TensorData } from './onnx-file.ts'

/** A tensor of the graph: its name, and its shape with the batch first (-1 where only a run knows the batch). */
export interface Value {
  readonly name: string
  readonly shape: readonly number[]
}

export type Attributes = Readonly<Record<string, Attribute>>

/** Collects the nodes of one graph. The body of a loop is a builder of its own that shares the names. */
export class GraphBuilder {
  private readonly nodes: Node[] = []
  private readonly constants = new Map<string, Constant>()
  private readonly inputs: Port[] = []
  private readonly outputs: Port[] = []
  private readonly name: string
  private readonly counter: { next: number }
  /** What a value was made from, where that was only another order of its axes or another shape. */
  private readonly transposed = new Map<
    string,
    { readonly source: Value; readonly order: readonly number[] }
  >()
  private readonly reshaped = new Map<string, Value>()

  constructor(name: string, parent?: GraphBuilder) {
    this.name = name
    this.counter = parent ? parent.counter : { next: 0 }
  }

  input(name: string, shape: readonly (number | string)[], type: ElementType = 'float32'): Value {
    this.inputs.push({ name, type, shape })
    return { name, shape: shape.map((side) => (typeof side === 'number' ? side : -1)) }
  }

  /** Makes `value` an output of the graph, and returns the output's name. */
  output(value: Value, type: ElementType = 'float32'): string {
    const isTaken = [...this.inputs, ...this.outputs].some((port) => port.name === value.name)
    const { name } = isTaken ? this.node('Identity', [value], value.shape) : value
    const shape = value.shape.map((side, index) => (side === -1 ? `${name}_${index}` : side))
    this.outputs.push({ name, type, shape })
    return name
  }

  /** One operator with one output of the given shape; null leaves an optional input out. */
  node(
    operator: string,
    inputs: readonly (Value | null)[],
    shape: readonly number[],
    attributes: Attributes = {},
    domain = '',
  ): Value {
    const name = this.fresh(operator)
    // WebGPU's convolution ends the process at an empty name behind the last input, so none is written there.
    const last = inputs.findLastIndex((input) => input !== null)
    this.append(
      operator,
      inputs.slice(0, last + 1).map((input) => input?.name ?? ''),
      [name],
      attributes,
      domain,
    )
    return { name, shape }
  }

  /** An operator with several outputs, one of each shape. */
  split(
    operator: string,
    inputs: readonly Value[],
    shapes: readonly (readonly number[])[],
    attributes: Attributes = {},
  ): Value[] {
    const values = shapes.map((shape) => ({ name: this.fresh(operator), shape }))
    this.append(
      operator,
      inputs.map((input) => input.name),
      values.map((value) => value.name),
      attributes,
      '',
    )
    return values
  }

  /** A constant; equal ones are stored once. */
  constant(type: ElementType, shape: readonly number[], data: TensorData): Value {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const key = `${type} ${shape.join('x')} ${Buffer.from(bytes).toString('latin1')}`
    let constant = this.constants.get(key)
    if (!constant) {
      constant = { name: this.fresh('constant'), type, shape, data }
      this.constants.set(key, constant)
    }
    return { name: constant.name, shape }
  }

  /** An optional input that is left out. */
  none(): Value {
    return { name: '', shape: [] }
  }

  scalar(value: number): Value {
    return this.constant('float32', [], Float32Array.of(value))
  }

  integers(values: readonly number[]): Value {
    return this.constant('int64', [values.length], BigInt64Array.from(values, BigInt))
  }

  /** The same values in another shape; no work, and no node where the shape is the same. */
  reshape(value: Value, shape: readonly number[]): Value {
    const source = this.reshaped.get(value.name) ?? value
    if (shape.join() === source.shape.join()) return source
    const result = this.node('Reshape', [source, this.integers(shape)], shape)
    this.reshaped.set(result.name, source)
    return result
  }

  /** The axes in another order; one that undoes another leaves no node, nor does one that moves single entries only. */
  transpose(value: Value, order: readonly number[]): Value {
    const before = this.transposed.get(value.name)
    const source = before?.source ?? value
    const whole = before ? order.map((axis) => before.order[axis] ?? axis) : order
    if (whole.every((axis, i) => axis === i)) return source
    const shape = whole.map((axis) => source.shape[axis] ?? 1)
    const moved = whole.filter((axis) => source.shape[axis] !== 1)
    if (moved.every((axis, i) => axis > (moved[i - 1] ?? -1))) return this.reshape(source, shape)
    const result = this.node('Transpose', [source], shape, { perm: whole })
    this.transposed.set(result.name, { source, order: whole })
    return result
  }

  /** The value that `value` is a transpose of by this order; null where it is none. */
  beforeTranspose(value: Value, order: readonly number[]): Value | null {
    const before = this.transposed.get(value.name)
    return before?.order.join() === order.join() ? before.source : null
  }

  /** An operator that works on each entry by itself. Transposes of its inputs are left to come after it. */
  map(operator: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const origins = inputs.map((input) => this.transposed.get(input.name))
    const order = origins[0]?.order
    const sources = origins.flatMap((origin) =>
      origin?.order.join() === order?.join() && origin ? origin.source : [],
    )
    const [first] = sources
    if (!order || !first || sources.length < inputs.length)
      return this.node(operator, inputs, inputs[0]?.shape ?? [], attributes)
    return this.transpose(this.node(operator, sources, first.shape, attributes), order)
  }

  /** The rows of `table` that `rows` names, or the one: [rows, ...]. */
  rows(table: Value, rows: Value, shape: readonly number[]): Value {
    return this.node('Gather', [table, rows], shape, { axis: 0 })
  }

  /** Sum over `axes`, which disappear. */
  sum(value: Value, axes: readonly number[]): Value {
    const shape = value.shape.filter((_, axis) => !axes.includes(axis))
    return this.node('ReduceSum', [value, this.integers(axes)], shape, { keepdims: 0 })
  }

  /** The graph, without the nodes and constants that no output needs. */
  finish(): Graph {
    const nodes = neededNodes(this.nodes, this.outputs)
    const used = namesUsed(nodes)
    return {
      name: this.name,
      nodes,
      constants: [...this.constants.values()].filter(({ name }) => used.has(name)),
      inputs: this.inputs,
      outputs: this.outputs,
    }
  }

  private fresh(operator: string): string {
    return `${operator}_${this.counter.next++}`
  }

  private append(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes,
    domain: string,
  ): void {
    this.nodes.push({ operator, inputs, outputs, attributes, domain })
  }
}

/** Names that nodes read, those in the bodies of loops among them. */
function namesUsed(nodes: readonly Node[]): Set<string> {
  const names = new Set<string>()
  for (const { inputs, attributes } of nodes) {
    for (const name of inputs) names.add(name)
    for (const attribute of Object.values(attributes))
      if (typeof attribute === 'object' && 'nodes' in attribute)
        for (const name of namesUsed(attribute.nodes)) names.add(name)
  }
  return names
}

function neededNodes(nodes: readonly Node[], outputs: readonly Port[]): Node[] {
  const wanted = new Set(outputs.map(({ name }) => name))
  const needed: Node[] = []
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue
    needed.push(node)
    for (const name of namesUsed([node])) wanted.add(name)
  }
  return needed.reverse()
}
