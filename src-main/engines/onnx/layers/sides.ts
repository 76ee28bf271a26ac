import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides } from './layer.ts'

/** A matrix [rows, columns], row after row. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly values: Float32Array
}

function matrix(rows: number, columns: number, entries: Iterable<readonly [number, number, number]>): Matrix {
  const values = new Float32Array(rows * columns)
  for (const [row, column, value] of entries) {
    const index = row * columns + column
    values[index] = (values[index] ?? 0) + value
  }
  return { rows, columns, values }
}

function transposed({ rows, columns, values }: Matrix): Matrix {
  const entries: [number, number, number][] = []
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      entries.push([column, row, values[row * columns + column] ?? 0])
  return matrix(columns, rows, entries)
}

/** Reflects `size` pixels at both ends of a side without repeating the border: [side + 2 size, side]. */
export function reflection(side: number, size: number): Matrix {
  const entries: [number, number, number][] = []
  for (let row = 0; row < side + 2 * size; row++) {
    const distance = Math.abs(row - size)
    entries.push([row, distance < side ? distance : 2 * (side - 1) - distance, 1])
  }
  return matrix(side + 2 * size, side, entries)
}

/** Means of windows of `size` pixels every `stride` of a side: [windows, side]. */
export function windowMeans(side: number, size: number, stride: number): Matrix {
  const windows = Math.floor((side - size) / stride) + 1
  const entries: [number, number, number][] = []
  for (let row = 0; row < windows; row++)
    for (let offset = 0; offset < size; offset++) entries.push([row, row * stride + offset, 1 / size])
  return matrix(windows, side, entries)
}

/**
 * The gradient of Y = A X B^T, applied to every channel of every image: A^T dY B. Reflection padding and average
 * pooling are such maps.
 */
export function backThroughSides(graph: GraphBuilder, gradient: Value, rows: Matrix, columns: Matrix): Value {
  const [batch, channels, height] = imageSides(gradient)
  const right = graph.constant('float32', [columns.rows, columns.columns], columns.values)
  const wide = graph.node('MatMul', [gradient, right], [batch, channels, height, columns.columns])
  const turned = transposed(rows)
  const left = graph.constant('float32', [turned.rows, turned.columns], turned.values)
  return graph.node('MatMul', [left, wide], [batch, channels, turned.rows, columns.columns])
}
