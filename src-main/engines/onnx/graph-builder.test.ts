import { expect, test } from 'vitest'
import { GraphBuilder } from './graph-builder.ts'

const operators = (graph: GraphBuilder): string[] => graph.finish().nodes.map(({ operator }) => operator)

test('a transpose that undoes another leaves no node, and two others become one', () => {
  const graph = new GraphBuilder('test')
  const input = graph.input('x', [2, 3, 4, 5])
  const turned = graph.transpose(input, [0, 2, 1, 3])
  expect(turned.shape).toEqual([2, 4, 3, 5])
  expect(graph.transpose(turned, [0, 2, 1, 3])).toBe(input)
  const whole = graph.transpose(turned, [3, 0, 1, 2])
  expect(whole.shape).toEqual([5, 2, 4, 3])
  graph.output(whole)
  const [node, ...others] = graph.finish().nodes
  expect(others).toEqual([])
  expect(node).toMatchObject({ operator: 'Transpose', inputs: ['x'], attributes: { perm: [3, 0, 2, 1] } })
})

test('an axis of one entry is moved by a reshape, and reshapes in a row are one', () => {
  const graph = new GraphBuilder('test')
  const input = graph.input('x', [2, 1, 4, 5])
  const moved = graph.transpose(input, [0, 2, 1, 3])
  expect(moved.shape).toEqual([2, 4, 1, 5])
  expect(graph.reshape(moved, [2, 1, 4, 5])).toBe(input)
  graph.output(graph.reshape(moved, [8, 5]))
  expect(operators(graph)).toEqual(['Reshape'])
})

test('work on single entries is done before the transpose of all its inputs, and only then', () => {
  const graph = new GraphBuilder('test')
  const order = [0, 2, 1, 3]
  const [left, right] = ['a', 'b'].map((name) => graph.transpose(graph.input(name, [2, 3, 4, 5]), order))
  if (!left || !right) throw new Error('There are two inputs.')
  const sum = graph.map('Add', [left, right])
  expect(sum.shape).toEqual([2, 4, 3, 5])
  expect(graph.beforeTranspose(sum, order)?.shape).toEqual([2, 3, 4, 5])
  expect(graph.beforeTranspose(sum, [0, 1, 3, 2])).toBeNull()
  graph.output(graph.transpose(sum, order))
  expect(operators(graph)).toEqual(['Add'])

  const mixed = graph.map('Mul', [left, graph.input('c', [2, 4, 3, 5])])
  expect(graph.beforeTranspose(mixed, order)).toBeNull()
  graph.output(mixed)
  expect(operators(graph)).toEqual(['Transpose', 'Add', 'Mul'])
})

test('what no output needs is left out; what the body of a loop reads stays', () => {
  const graph = new GraphBuilder('outer')
  const input = graph.input('x', [2])
  const kept = graph.node('Neg', [input], [2])
  graph.node('Abs', [graph.scalar(3)], [])
  const body = new GraphBuilder('body', graph)
  body.output(body.node('Add', [kept, kept], [2]))
  const [result] = graph.split('Loop', [input], [[2]], { body: body.finish() })
  if (!result) throw new Error('A loop has an output.')
  graph.output(result)
  const { nodes, constants } = graph.finish()
  expect(nodes.map(({ operator }) => operator)).toEqual(['Neg', 'Loop'])
  expect(constants).toEqual([])
})
