import { keptForBackward, nothingKept, type KeptLayer, type KeptLayers } from './kept-for-backward.ts'
import type { Layer, Model, Shape } from './model.ts'
import { parametersOfLayer } from './parameters.ts'
import { outputShape, paddedCount, sizeOf } from './shapes.ts'
import { hasTrainedParameters } from './trained-layers.ts'

const float32Bytes = 4

/** What a backward pass holds at one moment, in bytes; weights, buffers and optimizer state come on top. */
export interface Held {
  /** Of the forward pass, not yet used; the batch itself among them. */
  readonly activations: number
  /** Of the parameters, as far as they have been computed. */
  readonly gradients: number
  /** Of activations, on their way from layer to layer. */
  readonly passing: number
}

/** What is held now, and at the highest moment so far. */
class Ledger {
  highest: Held = { activations: 0, gradients: 0, passing: 0 }
  private now = { activations: 0, gradients: 0, passing: 0 }

  /** Adds bytes of several kinds at the same moment, or takes them off if negative. */
  add(bytes: Partial<Held>): void {
    const { activations = 0, gradients = 0, passing = 0 } = bytes
    this.now = {
      activations: this.now.activations + activations,
      gradients: this.now.gradients + gradients,
      passing: this.now.passing + passing,
    }
    if (totalOf(this.now) > totalOf(this.highest)) this.highest = this.now
  }
}

/** All that is held at a moment, in bytes. */
export const totalOf = ({ activations, gradients, passing }: Held): number =>
  activations + gradients + passing

/**
 * The highest moment of PyTorch's backward pass in float32, found by walking the layers backwards: the operation of a
 * layer holds the gradient of its output, of its input and of its parameters together; then the gradient of its output
 * and what was kept for it are freed, and the gradients of parameters stay. Of a residual block the shortcut goes
 * first; where its two gradients meet, their sum is a third tensor. The batch stays throughout. Left out: the tensors of
 * the loss, scratch memory of the operations (cuDNN's workspaces), and what an allocator adds by rounding blocks up and
 * keeping them.
 */
export function backwardPeak(model: Model, batch: number): Held {
  const ledger = new Ledger()
  const sweep = new Sweep(ledger, batch)
  const kept = keptForBackward(model.layers, model.input)
  const output = model.layers.reduce((shape, layer) => outputShape(layer, shape), model.input)
  ledger.add({
    activations: batch * float32Bytes * sizeOf(model.input) + keptTotal(kept, batch),
    passing: sweep.bytesOf(output),
  })
  sweep.back(model.layers, model.input, kept, { isAfterTrained: false, isGradientShared: false })
  return ledger.highest
}

/** Bytes that all these layers keep for a batch. */
function keptTotal({ own }: KeptLayers, batch: number): number {
  return own.reduce(
    (sum, { bytes, statisticsBytes, branches = [] }) =>
      sum +
      batch * bytes +
      statisticsBytes +
      branches.reduce((total, branch) => total + keptTotal(branch, batch), 0),
    0,
  )
}

interface Place {
  /** The input of these layers needs a gradient. */
  readonly isAfterTrained: boolean
  /** The gradient of the last output is used elsewhere, too, and is not freed here. */
  readonly isGradientShared: boolean
}

const none: KeptLayers = { own: [], isInputNeeded: false }

class Sweep {
  private readonly ledger: Ledger
  private readonly batch: number

  constructor(ledger: Ledger, batch: number) {
    this.ledger = ledger
    this.batch = batch
  }

  /** Bytes of a tensor of this shape for the whole batch. */
  bytesOf(shape: Shape): number {
    return this.batch * float32Bytes * sizeOf(shape)
  }

  /** Walks layers backwards: finds the gradient of their output held, and leaves the one of their input. */
  back(layers: readonly Layer[], input: Shape, kept: KeptLayers, place: Place): void {
    const steps = layers.map((layer, index) => ({
      layer,
      kept: kept.own[index] ?? nothingKept,
    }))
    const shapes: Shape[] = [input]
    const afterTrained = [place.isAfterTrained]
    layers.forEach((layer, index) => {
      shapes.push(outputShape(layer, shapes[index] ?? []))
      afterTrained.push((afterTrained[index] ?? false) || hasTrainedParameters(layer))
    })
    let { isGradientShared } = place
    for (const [index, step] of [...steps.entries()].reverse()) {
      // Only the layer after this one read its output, if that was kept at all.
      this.ledger.add({ activations: -this.batch * (step.kept.bytes - step.kept.readByItself) })
      if (!(afterTrained[index + 1] ?? false)) continue
      const isPassedOn = this.backLayer(step.layer, shapes[index] ?? [], step.kept, {
        isAfterTrained: afterTrained[index] ?? false,
        isGradientShared,
      })
      this.ledger.add({ activations: -this.batch * step.kept.readByItself - step.kept.statisticsBytes })
      if (!isPassedOn) isGradientShared = false
    }
  }

  /** Returns true if the gradient of the output is, unchanged, the one of the input. */
  private backLayer(layer: Layer, input: Shape, kept: KeptLayer, place: Place): boolean {
    const { ledger } = this
    if (layer.kind === 'flatten' || (layer.kind === 'dropout' && layer.rate === 0)) return true
    const output = this.bytesOf(outputShape(layer, input))
    if (layer.kind === 'residual') {
      this.backResidual(layer, input, kept, place)
      return false
    }
    const ofParameters = parametersOfLayer(layer, input).filter(({ isTrained }) => isTrained)
    const isPadded = layer.kind === 'conv2d' && layer.padding.kind === 'reflect'
    const ofInput = place.isAfterTrained ? this.bytesOf(input) : 0
    const ofPadded =
      isPadded && place.isAfterTrained ? this.batch * float32Bytes * paddedCount(layer, input) : 0
    ledger.add({
      gradients: float32Bytes * ofParameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
      passing: isPadded ? ofPadded : ofInput,
    })
    if (!place.isGradientShared) ledger.add({ passing: -output })
    if (!isPadded) return false
    ledger.add({ passing: ofInput })
    ledger.add({ passing: -ofPadded })
    return false
  }

  private backResidual(
    layer: Extract<Layer, { kind: 'residual' }>,
    input: Shape,
    { branches: [body = none, shortcut = none] = [] }: KeptLayer,
    { isAfterTrained, isGradientShared }: Place,
  ): void {
    const { ledger } = this
    const isIdentity = layer.shortcut.length === 0
    const doesShortcutTrain = isAfterTrained || layer.shortcut.some(hasTrainedParameters)
    const doesBodyTrain = isAfterTrained || layer.body.some(hasTrainedParameters)
    if (doesShortcutTrain && !isIdentity)
      this.back(layer.shortcut, input, shortcut, {
        isAfterTrained,
        isGradientShared: isGradientShared || doesBodyTrain,
      })
    if (doesBodyTrain)
      this.back(layer.body, input, body, {
        isAfterTrained,
        isGradientShared: isGradientShared || (isIdentity && isAfterTrained),
      })
    if (!isAfterTrained) return
    // The gradients of both ways and their sum.
    ledger.add({ passing: this.bytesOf(input) })
    ledger.add({ passing: -(isIdentity && isGradientShared ? 1 : 2) * this.bytesOf(input) })
  }
}
