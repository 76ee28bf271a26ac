import { stageOf } from '#experiments/p5-gpu-memory/pure/counts.ts'
import type { LayerRow } from '#models/describe.ts'
import { writeShape } from '#models/shapes.ts'

/** A line of the table of parameters: a stage, a block of it, or a layer. */
export interface TreeNode {
  readonly name: string
  /** Output for one image. */
  readonly output: string
  readonly parameters: number
  /** Bytes for each image that the backward pass needs. */
  readonly keptBytes: number
  /** What it consists of; none for a layer. */
  readonly children: readonly TreeNode[]
}

/** "layer2.0" of "layer2.0.conv1"; null for a layer outside the stages of blocks. */
const blockOf = ({ name }: LayerRow): string | null => /^layer\d+\.\d+/.exec(name)?.[0] ?? null

function sumNode(name: string, children: readonly TreeNode[]): TreeNode {
  const total = (of: (node: TreeNode) => number): number => children.reduce((sum, node) => sum + of(node), 0)
  return {
    name,
    output: children.at(-1)?.output ?? '',
    parameters: total((node) => node.parameters),
    keptBytes: total((node) => node.keptBytes),
    children,
  }
}

const leaf = ({ name, kind, outputShape, parameters, keptBytes }: LayerRow): TreeNode => ({
  name: kind === 'residual' ? `${name} (addition)` : name,
  output: writeShape(outputShape).replaceAll('x', '×'),
  parameters,
  keptBytes,
  children: [],
})

/** Neighbouring rows with one key together, in order. */
function grouped<Key>(
  rows: readonly LayerRow[],
  keyOf: (row: LayerRow) => Key,
): readonly (readonly [Key, readonly LayerRow[]])[] {
  const groups: [Key, LayerRow[]][] = []
  for (const row of rows) {
    const key = keyOf(row)
    const last = groups.at(-1)
    if (last && last[0] === key) last[1].push(row)
    else groups.push([key, [row]])
  }
  return groups
}

/** The layers of a ResNet by stage and block. */
export function parameterTree(rows: readonly LayerRow[]): readonly TreeNode[] {
  return grouped(rows, ({ name }) => stageOf(name)).map(([stage, own]) =>
    sumNode(
      stage,
      grouped(own, blockOf).flatMap(([block, layers]) =>
        block === null ? layers.map(leaf) : [sumNode(block, layers.map(leaf))],
      ),
    ),
  )
}

export interface TreeLine {
  readonly node: TreeNode
  /** 0 for a stage. */
  readonly level: number
}

/** The lines that are seen while the named nodes are open. */
export function visibleLines(
  nodes: readonly TreeNode[],
  open: ReadonlySet<string>,
  level = 0,
): readonly TreeLine[] {
  return nodes.flatMap((node) => [
    { node, level },
    ...(open.has(node.name) ? visibleLines(node.children, open, level + 1) : []),
  ])
}
