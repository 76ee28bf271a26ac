import { keptForBackward, type KeptLayers } from './kept-for-backward.ts'
import type { Layer, LayerKind, Model, Shape } from './model.ts'
import { multiplyAdds } from './multiply-adds.ts'
import { parametersOf, parametersOfLayer } from './parameters.ts'
import { outputShape, sizeOf } from './shapes.ts'
import { branchesOf } from './trained-layers.ts'

/** A layer of the table; those inside a residual block come before the block's own row, its addition. */
export interface LayerRow {
  readonly name: string
  readonly kind: LayerKind
  /** 0 for the model's own layers, 1 for those of a residual block. */
  readonly depth: number
  readonly outputShape: Shape
  /** Numbers trained or frozen; buffers not among them. */
  readonly parameters: number
  /** Per example; see multiply-adds.ts. */
  readonly multiplyAdds: number
  /** Bytes per example made here and kept for the backward pass; see kept-for-backward.ts. */
  readonly keptBytes: number
}

export interface ModelTotals {
  readonly parameters: number
  readonly trainedParameters: number
  /** Running statistics, in numbers; PyTorch's batch counters are not among them. */
  readonly buffers: number
  readonly multiplyAdds: number
  readonly keptBytes: number
  /** Bytes of one float32 input. */
  readonly inputBytes: number
}

export interface ModelDescription {
  readonly rows: readonly LayerRow[]
  readonly totals: ModelTotals
}

/**
 * The layer table of a model, at another input shape if one is given. Throws ModelError, naming the layer, where
 * the shapes do not fit.
 */
export function describe(model: Model, inputShape: Shape = model.input): ModelDescription {
  const kept = keptForBackward(model.layers, inputShape)
  const rows = rowsOf(model.layers, inputShape, kept, 0)
  const declarations = parametersOf({ ...model, input: inputShape })
  const count = (isCounted: (declaration: (typeof declarations)[number]) => boolean): number =>
    declarations.filter(isCounted).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const total = (of: (row: LayerRow) => number): number => rows.reduce((sum, row) => sum + of(row), 0)
  return {
    rows,
    totals: {
      parameters: count(({ isBuffer }) => !isBuffer),
      trainedParameters: count(({ isTrained }) => isTrained),
      buffers: count(({ isBuffer }) => isBuffer),
      multiplyAdds: total((row) => row.multiplyAdds),
      keptBytes: total((row) => row.keptBytes),
      inputBytes: 4 * sizeOf(inputShape),
    },
  }
}

const nothingKept: KeptLayers = { own: [], isInputNeeded: false }

function rowsOf(layers: readonly Layer[], input: Shape, kept: KeptLayers, depth: number): LayerRow[] {
  const rows: LayerRow[] = []
  let shape = input
  layers.forEach((layer, index) => {
    const own = kept.own[index]
    for (const [at, branch] of branchesOf(layer).entries())
      rows.push(...rowsOf(branch, shape, own?.branches?.[at] ?? nothingKept, depth + 1))
    const parameters = parametersOfLayer(layer, shape).filter(({ isBuffer }) => !isBuffer)
    rows.push({
      name: layer.name,
      kind: layer.kind,
      depth,
      outputShape: outputShape(layer, shape),
      parameters: parameters.reduce((sum, parameter) => sum + sizeOf(parameter.shape), 0),
      multiplyAdds: multiplyAdds(layer, shape),
      keptBytes: own?.bytes ?? 0,
    })
    shape = outputShape(layer, shape)
  })
  return rows
}
