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
    this.append(
      operator,
      inputs.map((input) => input?.name ?? ''),
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
    if (shape.join() === value.shape.join()) return value
    return this.node('Reshape', [value, this.integers(shape)], shape)
  }

  transpose(value: Value, order: readonly number[]): Value {
    const shape = order.map((axis) => value.shape[axis] ?? 1)
    return this.node('Transpose', [value], shape, { perm: order })
  }

  /** Sum over `axes`, which disappear. */
  sum(value: Value, axes: readonly number[]): Value {
    const shape = value.shape.filter((_, axis) => !axes.includes(axis))
    return this.node('ReduceSum', [value, this.integers(axes)], shape, { keepdims: 0 })
  }

  finish(): Graph {
    return {
      name: this.name,
      nodes: this.nodes,
      constants: [...this.constants.values()],
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
