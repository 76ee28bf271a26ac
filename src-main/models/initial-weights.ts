import type { Random } from '#numeric/random.ts'
import { ModelError, type Model, type ParameterDeclaration, type Weights } from './model.ts'
import { parametersOf } from './parameters.ts'
import { sizeOf } from './shapes.ts'

/**
 * Values of every parameter and buffer before training, by name. Each draws from a fork of `random` named after
 * it, so that a layer added or frozen changes no other layer's weights. Throws ModelError where given values
 * have the wrong length.
 */
export function initialWeights(model: Model, random: Random): Weights {
  return Object.fromEntries(
    parametersOf(model).map((declaration) => [
      declaration.name,
      initialValues(declaration, random.fork(declaration.name)),
    ]),
  )
}

function initialValues(declaration: ParameterDeclaration, random: Random): Float32Array {
  const { initializer, fanIn, fanOut, name } = declaration
  const values = new Float32Array(sizeOf(declaration.shape))
  switch (initializer.kind) {
    case 'constant':
      return values.fill(initializer.value)
    case 'values':
      if (initializer.values.length !== values.length)
        throw new ModelError(
          `Parameter "${name}" has ${values.length} values but is given ${initializer.values.length}; give one for each.`,
        )
      return initializer.values.slice()
    case 'uniform-fan-in': {
      // kaiming_uniform_ with a = sqrt 5, which torch.nn uses, comes to this bound.
      const bound = 1 / Math.sqrt(fanIn)
      for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * bound
      return values
    }
    case 'he-normal-fan-out': {
      const deviation = Math.sqrt(2 / fanOut)
      for (let i = 0; i < values.length; i++) values[i] = random.normal() * deviation
      return values
    }
  }
}
