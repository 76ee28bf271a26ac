/**
 * A network as data: a list of layers. From this one description come the parameter table, the memory
 * prediction, the picture in the panel, and the program of each engine. Shapes leave out the batch:
 * [channels, height, width] for images (NCHW everywhere), [features] for vectors.
 */
export type Shape = readonly number[]

/** How a parameter is filled before training. */
export type Initializer =
  /** PyTorch's default of conv and dense layers: uniform on +-1 / sqrt(fan in), weights and biases alike. */
  | { readonly kind: 'uniform-fan-in' }
  /** He et al. 2015, fan out, as torchvision initialises ResNets: normal with variance 2 / fan out. */
  | { readonly kind: 'he-normal-fan-out' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'values'; readonly values: Float32Array }

/** Rows and columns added on each side of the input; reflected without repeating the border, as in PyTorch. */
export type Padding =
  | { readonly kind: 'valid' }
  | { readonly kind: 'zero'; readonly size: number }
  | { readonly kind: 'reflect'; readonly size: number }

interface Named {
  /**
   * Unique within the model, and whole: a layer inside a residual block carries the block's name too
   * ("layer1.0.conv1"). Parameters are `<name>.weight`, `<name>.bias` and so on, as in PyTorch.
   */
  readonly name: string
}

/** Weight [filters, channels, kernel, kernel], bias [filters]. Cross-correlation, as in every framework. */
export interface Conv2dLayer extends Named {
  readonly kind: 'conv2d'
  readonly filters: number
  readonly kernel: number
  readonly stride: number
  readonly padding: Padding
  readonly hasBias: boolean
  readonly weight: Initializer
  readonly bias?: Initializer
  /** A frozen layer's parameters are never updated. */
  readonly isFrozen?: boolean
}

/** Weight [features, inputs], bias [features]. */
export interface DenseLayer extends Named {
  readonly kind: 'dense'
  readonly features: number
  readonly hasBias: boolean
  readonly weight: Initializer
  readonly bias?: Initializer
  readonly isFrozen?: boolean
}

/**
 * Over batch, height and width of each channel, biased variance to normalise; weight and bias [channels], and
 * the buffers running_mean and running_var (momentum 0.1, unbiased variance), which evaluation uses.
 */
export interface BatchNormLayer extends Named {
  readonly kind: 'batchNorm'
  readonly epsilon: number
  readonly momentum: number
  /** Initial value of the weight; 1 unless told. */
  readonly weight?: Initializer
  readonly isFrozen?: boolean
}

export interface PoolLayer extends Named {
  readonly kind: 'maxPool' | 'averagePool'
  readonly size: number
  readonly stride: number
  /** Of a maximum: filled with -infinity. Average pooling here has none. */
  readonly padding: number
}

/** Inverted dropout: dropped with probability `rate` in training, kept values divided by 1 - rate. */
export interface DropoutLayer extends Named {
  readonly kind: 'dropout'
  readonly rate: number
}

/** Global average pooling turns [channels, height, width] into [channels]; flatten keeps the order of values. */
export interface PlainLayer extends Named {
  readonly kind: 'relu' | 'globalAveragePool' | 'flatten'
}

/** body(x) + shortcut(x); an empty shortcut is the identity. */
export interface ResidualLayer extends Named {
  readonly kind: 'residual'
  readonly body: readonly Layer[]
  readonly shortcut: readonly Layer[]
}

export type Layer =
  Conv2dLayer | DenseLayer | BatchNormLayer | PoolLayer | DropoutLayer | PlainLayer | ResidualLayer
export type LayerKind = Layer['kind']

export interface Model {
  readonly name: string
  readonly input: Shape
  readonly layers: readonly Layer[]
}

/**
 * The mean over the batch of: minus the log of the softmax at the label (softmaxCrossEntropy), or the squared
 * error averaged over outputs too (meanSquaredError, as PyTorch's default).
 */
export type Loss = 'softmaxCrossEntropy' | 'meanSquaredError'

/** A parameter or buffer of a model, in the order of its layers. */
export interface ParameterDeclaration {
  readonly name: string
  readonly shape: Shape
  readonly initializer: Initializer
  /** Inputs of one output of the layer, and outputs that one input reaches: what the initializers divide by. */
  readonly fanIn: number
  readonly fanOut: number
  /** False for frozen parameters and for buffers. */
  readonly isTrained: boolean
  /** Running statistics: kept and saved, no gradient. */
  readonly isBuffer: boolean
}

/** Values by parameter name: trained, frozen and buffers. */
export type Weights = Readonly<Record<string, Float32Array>>

/** The model cannot be: its shapes do not fit, a size is impossible, a name appears twice. */
export class ModelError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ModelError'
  }
}
